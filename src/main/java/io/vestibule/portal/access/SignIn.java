package io.vestibule.portal.access;

import io.vestibule.platform.database.Database;
import io.vestibule.portal.access.SignInLink.Purpose;
import io.vestibule.portal.access.SignInThrottle.Limit;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Lets people in: clients by a mailed link, the firm's own by password. Says the same about known and unknown addresses.
 */
@Component
class SignIn {

    private static final Access READING = Access.system("sign-in");

    private final People people;
    private final PersonAddresses addresses;
    private final SignInLinks links;
    private final SignInThrottle throttle;
    private final Passwords passwords;
    private final AccessMails mails;
    private final Database portalDatabase;
    private final Clock clock;

    SignIn(
            People people,
            PersonAddresses addresses,
            SignInLinks links,
            SignInThrottle throttle,
            Passwords passwords,
            AccessMails mails,
            Database portalDatabase,
            Clock clock) {
        this.people = people;
        this.addresses = addresses;
        this.links = links;
        this.throttle = throttle;
        this.passwords = passwords;
        this.mails = mails;
        this.portalDatabase = portalDatabase;
        this.clock = clock;
    }

    /**
     * Mails a link if the address is known and not asked for too often; the caller never learns whether. Asked for with a
     * further address of somebody, it goes to the main one: a further one may say who writes, and opens no door.
     */
    void askForLink(String email, String network, String returnTo) {
        String address = addresses.mainOf(READING, email);
        // What the network may not do must not use up what the address may: anybody could lock out anybody
        boolean allowed =
                throttle.allows(Limit.LINK_PER_NETWORK, network) && throttle.allows(Limit.LINK_PER_ADDRESS, address);
        List<Person> known = active(address);
        if (!allowed || known.isEmpty()) {
            return;
        }
        known.stream().filter(person -> person.role().isInternal()).forEach(mails::sendPasswordLink);
        List<Person> ofClients =
                known.stream().filter(person -> !person.role().isInternal()).toList();
        if (!ofClients.isEmpty()) {
            mails.sendSignInLink(address, ofClients, returnTo);
        }
    }

    /** Who this link could sign in; empty when it is used, too old or wrong. Changes nothing. */
    List<Person> choices(String token) {
        return links.look(token, Purpose.SIGN_IN)
                .map(link -> clientPeople(link.email()))
                .orElse(List.of());
    }

    /** A person let in, and where they wanted to go. */
    record Welcome(Person person, String returnTo) {}

    /** Uses the link up. With an address at several clients {@code choice} says which; it must be one of them. */
    Optional<Welcome> byLink(String token, @Nullable UUID choice, String network) {
        if (!throttle.allows(Limit.TOKEN_PER_NETWORK, network)) {
            return Optional.empty();
        }
        List<Person> offered = choices(token);
        Optional<Person> chosen = offered.size() == 1
                ? Optional.of(offered.getFirst())
                : offered.stream().filter(person -> person.id().equals(choice)).findFirst();
        if (chosen.isEmpty()) {
            return Optional.empty();
        }
        Optional<Welcome> welcome =
                links.use(token, Purpose.SIGN_IN).map(link -> new Welcome(chosen.get(), link.returnTo()));
        welcome.ifPresent(letIn -> {
            throttle.forget(Limit.TOKEN_PER_NETWORK, network);
            throttle.giveBack(Limit.LINK_PER_NETWORK, network);
            throttle.forget(Limit.LINK_PER_ADDRESS, chosen.get().email());
            noteSignIn(chosen.get().id());
        });
        return welcome;
    }

    Optional<Person> byPassword(String email, String password, String network) {
        String address = People.normalized(email);
        String both = address + " " + network;
        boolean allowed = throttle.allows(Limit.PASSWORD_PER_NETWORK, network)
                && throttle.allows(Limit.PASSWORD_PER_ADDRESS_AND_NETWORK, both)
                && throttle.allows(Limit.PASSWORD_PER_ADDRESS, address);
        if (!allowed) {
            return Optional.empty();
        }
        Optional<Person> person = passwords.check(address, password).flatMap(id -> people.find(READING, id));
        person.ifPresent(known -> {
            throttle.forget(Limit.PASSWORD_PER_ADDRESS_AND_NETWORK, both);
            throttle.forget(Limit.PASSWORD_PER_NETWORK, network);
            noteSignIn(known.id());
        });
        return person;
    }

    /** Whether the link to a new password still works. */
    boolean passwordLinkWorks(String token) {
        return links.look(token, Purpose.SET_PASSWORD).isPresent();
    }

    /** Uses the link up and sets the password; empty when it no longer works. */
    Optional<Person> setPassword(String token, String password) {
        return portalDatabase.inTransaction(() -> {
            Optional<Person> person = links.use(token, Purpose.SET_PASSWORD)
                    .map(SignInLink::personId)
                    .flatMap(id -> people.find(READING, id))
                    .filter(Person::active);
            person.ifPresent(known -> {
                passwords.set(Access.of(known), known.id(), password);
                links.revoke(Purpose.SET_PASSWORD, known.id());
                noteSignIn(known.id());
            });
            return person;
        });
    }

    private List<Person> clientPeople(String email) {
        return active(email).stream()
                .filter(person -> !person.role().isInternal())
                .toList();
    }

    private List<Person> active(String email) {
        return people.withEmail(READING, email).stream().filter(Person::active).toList();
    }

    void noteSignIn(UUID personId) {
        portalDatabase
                .sql("update portal.person set last_sign_in_at = :now, vouched = true where id = :id")
                .param("now", Database.at(clock.instant()))
                .param("id", personId)
                .update();
    }
}
