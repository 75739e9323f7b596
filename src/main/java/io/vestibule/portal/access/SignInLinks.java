package io.vestibule.portal.access;

import io.vestibule.platform.database.Database;
import io.vestibule.platform.id.Ids;
import io.vestibule.portal.access.SignInLink.Purpose;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Repository;

/**
 * One-time links. A token has 256 random bits, is stored as its hash, works once and for a limited time; looking at it
 * (as mail scanners do) changes nothing, only {@link #use} does.
 */
@Repository
class SignInLinks {

    private static final Duration KEPT = Duration.ofDays(1);

    private final Database portalDatabase;

    SignInLinks(Database portalDatabase) {
        this.portalDatabase = portalDatabase;
    }

    /** Stores the link and returns its token. */
    String create(SignInLink link, Duration life) {
        String token = Ids.token();
        portalDatabase.inTransaction(() -> {
            forgetOld();
            portalDatabase
                    .sql("""
                            insert into portal.sign_in_link
                                (token_hash, email, purpose, person_id, return_to, created_at, expires_at)
                            values (:hash, :email, :purpose, :person, :returnTo, clock_timestamp(),
                                clock_timestamp() + make_interval(secs => :life))
                            """)
                    .param("hash", Ids.sha256(token))
                    .param("email", link.email())
                    .param("purpose", link.purpose().name())
                    .param("person", link.personId())
                    .param("returnTo", link.returnTo())
                    .param("life", life.toSeconds())
                    .update();
        });
        return token;
    }

    /** The link when it would work now; it keeps working. */
    Optional<SignInLink> look(String token, Purpose purpose) {
        return portalDatabase
                .sql("""
                        select email, purpose, person_id, return_to from portal.sign_in_link
                        where token_hash = :hash and purpose = :purpose and used_at is null
                            and expires_at > clock_timestamp()
                        """)
                .param("hash", Ids.sha256(token))
                .param("purpose", purpose.name())
                .query(SignInLinks::link)
                .optional();
    }

    /** Uses the link up: of two callers at the same moment one gets it. */
    Optional<SignInLink> use(String token, Purpose purpose) {
        return portalDatabase
                .sql("""
                        update portal.sign_in_link set used_at = clock_timestamp()
                        where token_hash = :hash and purpose = :purpose and used_at is null
                            and expires_at > clock_timestamp()
                        returning email, purpose, person_id, return_to
                        """)
                .param("hash", Ids.sha256(token))
                .param("purpose", purpose.name())
                .query(SignInLinks::link)
                .optional();
    }

    /** Ends every open link of this purpose. */
    void revoke(Purpose purpose) {
        portalDatabase
                .sql("delete from portal.sign_in_link where purpose = :purpose")
                .param("purpose", purpose.name())
                .update();
    }

    /** Ends every open link of this purpose to this person. */
    void revoke(Purpose purpose, UUID person) {
        portalDatabase
                .sql("delete from portal.sign_in_link where purpose = :purpose and person_id = :person")
                .param("purpose", purpose.name())
                .param("person", person)
                .update();
    }

    private void forgetOld() {
        portalDatabase
                .sql(
                        "delete from portal.sign_in_link where expires_at < clock_timestamp() - make_interval(secs => :kept)")
                .param("kept", KEPT.toSeconds())
                .update();
    }

    private static SignInLink link(ResultSet row, int number) throws SQLException {
        return new SignInLink(
                row.getString("email"),
                Purpose.valueOf(row.getString("purpose")),
                row.getObject("person_id", UUID.class),
                OwnPath.orHome(row.getString("return_to")));
    }
}
