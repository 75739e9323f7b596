package io.vestibule.hub.mail;

import io.vestibule.hub.canonical.RequestId;
import io.vestibule.platform.database.Database;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Repository;

/**
 * The secret words in reply addresses, and those in links that stop mails. A key stands for one request and one person,
 * is the same in all mails to that person about it, and can't be guessed.
 */
@Repository
class ReplyKeys {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BITS = 125;
    private static final int LENGTH = 25;

    private final Database hubDatabase;

    ReplyKeys(Database hubDatabase) {
        this.hubDatabase = hubDatabase;
    }

    /** @param address of the person it was made for, in lower case */
    record Bound(String requestId, String address) {}

    /**
     * Two keys of one person and request, neither of which tells the other.
     *
     * @param reply in the address that answers go to
     * @param stop in the link that stops the mails
     */
    record Keys(String reply, UUID stop) {}

    /** The keys for mails to this person about this request. */
    Keys keysFor(RequestId request, String address) {
        return hubDatabase
                .sql("""
                        insert into hub.reply_key (reply_key, request_id, address)
                        values (:key, :requestId, :address)
                        on conflict (request_id, address) do update set address = excluded.address
                        returning reply_key reply, stop_key stop
                        """)
                .param("key", random())
                .param("requestId", request.value())
                .param("address", address)
                .query(Keys.class)
                .single();
    }

    Optional<Bound> find(String key) {
        return hubDatabase
                .sql("select request_id, address from hub.reply_key where reply_key = :key")
                .param("key", key)
                .query(Bound.class)
                .optional();
    }

    /** Whose mails about which request the link with this key stops. */
    Optional<Bound> findStop(UUID key) {
        return hubDatabase
                .sql("select request_id, address from hub.reply_key where stop_key = :key")
                .param("key", key)
                .query(Bound.class)
                .optional();
    }

    /** Letters and digits in one case: mail systems don't keep the case of an address. */
    private static String random() {
        String digits = new BigInteger(BITS, RANDOM).toString(32);
        return "0".repeat(LENGTH - digits.length()) + digits;
    }
}
