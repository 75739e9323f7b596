package io.vestibule.hub.mail;

import io.vestibule.hub.canonical.RequestId;
import io.vestibule.platform.database.Database;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Optional;
import org.springframework.stereotype.Repository;

/**
 * The secret words in reply addresses. A key stands for one request and one person, is the same in all mails to that
 * person about it, and can't be guessed.
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

    /** The key for mails to this person about this request. */
    String keyFor(RequestId request, String address) {
        return hubDatabase
                .sql("""
                        insert into hub.reply_key (reply_key, request_id, address)
                        values (:key, :requestId, :address)
                        on conflict (request_id, address) do update set address = excluded.address
                        returning reply_key
                        """)
                .param("key", random())
                .param("requestId", request.value())
                .param("address", address)
                .query(String.class)
                .single();
    }

    Optional<Bound> find(String key) {
        return hubDatabase
                .sql("select request_id, address from hub.reply_key where reply_key = :key")
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
