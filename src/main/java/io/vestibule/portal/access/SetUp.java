package io.vestibule.portal.access;

import io.vestibule.platform.database.Database;
import io.vestibule.platform.security.Role;
import io.vestibule.platform.web.PublicAddress;
import io.vestibule.platform.web.StartLine;
import io.vestibule.portal.access.PersonChange.Changed;
import io.vestibule.portal.access.SignInLink.Purpose;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * The first Internal Admin of an empty product: a one-time link, printed at start. Every start makes a new one and ends
 * the old; with the first admin there are none any more.
 */
@Component
@Order(1)
class SetUp implements StartLine {

    private static final Access FIRST = Access.system("set-up");
    private static final Duration LIFE = Duration.ofDays(1);

    private final People people;
    private final Passwords passwords;
    private final SignInLinks links;
    private final PublicAddress address;
    private final Database portalDatabase;

    SetUp(People people, Passwords passwords, SignInLinks links, PublicAddress address, Database portalDatabase) {
        this.people = people;
        this.passwords = passwords;
        this.links = links;
        this.address = address;
        this.portalDatabase = portalDatabase;
    }

    @Override
    public @Nullable String text() {
        if (!isDue()) {
            return null;
        }
        links.revoke(Purpose.SET_UP);
        String token = links.create(new SignInLink("set-up", Purpose.SET_UP, null, "/console"), LIFE);
        return "Set up the first administrator (once, within a day): " + address.of("/set-up/" + token);
    }

    private boolean isDue() {
        return people.internal(FIRST).isEmpty();
    }

    boolean works(String token) {
        return isDue() && links.look(token, Purpose.SET_UP).isPresent();
    }

    /** Uses the link up for this person; empty when it no longer works. The invitation must have been checked. */
    Optional<Person> create(String token, String name, String email, String password) {
        return portalDatabase.inTransaction(() -> {
            if (!isDue() || links.use(token, Purpose.SET_UP).isEmpty()) {
                return Optional.empty();
            }
            Invitation admin = new Invitation(null, name, email, Role.INTERNAL_ADMIN, true);
            if (people.invite(FIRST, admin) instanceof Changed created) {
                passwords.set(FIRST, created.person().id(), password);
                return Optional.of(created.person());
            }
            throw new IllegalStateException("The first person could not be created");
        });
    }
}
