package io.vestibule.portal.access;

import io.vestibule.platform.database.Database;
import io.vestibule.portal.access.PersonEvent.What;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Passwords of the firm's own people, stored as salted hashes. Checking takes the same time whether the address is
 * known or not.
 */
@Component
class Passwords {

    static final int SHORTEST = 12;
    /** bcrypt reads no further. */
    private static final int MOST_BYTES = 72;

    private final Database portalDatabase;
    private final PersonEvents events;
    private final PasswordEncoder encoder = PasswordEncoderFactories.createDelegatingPasswordEncoder();
    private final String nobodysHash = encoder.encode("nobody has this password");

    Passwords(Database portalDatabase, PersonEvents events) {
        this.portalDatabase = portalDatabase;
        this.events = events;
    }

    /** The active internal person with this address and password. */
    Optional<UUID> check(String email, String password) {
        record Known(UUID id, @Nullable String hash) {}
        Optional<Known> known = portalDatabase
                .sql("""
                        select id, password_hash from portal.person
                        where client_id is null and email = :email and active
                        """)
                .param("email", People.normalized(email))
                .query((row, number) -> new Known(row.getObject("id", UUID.class), row.getString("password_hash")))
                .optional();
        String hash = known.map(Known::hash).orElse(null);
        boolean fits = encoder.matches(password, hash == null ? nobodysHash : hash) && hash != null;
        return fits ? known.map(Known::id) : Optional.empty();
    }

    /** The message key of what is wrong with a new password, null when it is good. */
    static @Nullable String weakness(String password, String email) {
        if (password.length() < SHORTEST) {
            return "password.short";
        }
        if (password.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            return "password.long";
        }
        boolean plain = password.chars().distinct().count() < 5 || password.equalsIgnoreCase(email);
        return plain ? "password.plain" : null;
    }

    void set(Access by, UUID personId, String password) {
        String hash = encoder.encode(password);
        portalDatabase.inTransaction(() -> {
            Optional<Boolean> replaced = portalDatabase
                    .sql("""
                            update portal.person p set password_hash = :hash
                            from (select id, password_hash is not null had_one from portal.person
                                  where id = :id and client_id is null for update) former
                            where p.id = former.id returning former.had_one
                            """)
                    .param("hash", hash)
                    .param("id", personId)
                    .query(Boolean.class)
                    .optional();
            replaced.ifPresent(hadOne ->
                    events.note(by, personId, hadOne ? What.PASSWORD_CHANGED : What.PASSWORD_SET, null, null));
        });
    }
}
