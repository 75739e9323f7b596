package io.vestibule.platform.security;

import io.vestibule.platform.database.Database;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * Secrets nobody has to type: made at the first start, sealed in the database, the same on every node. The built-in
 * portal and the hub find each other's token and feed secret here.
 */
@Component
public class GeneratedSecrets {

    private static final int BYTES = 32;

    private final Database hubDatabase;
    private final SecretBox secretBox;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, String> known = new ConcurrentHashMap<>();

    GeneratedSecrets(Database hubDatabase, SecretBox secretBox) {
        this.hubDatabase = hubDatabase;
        this.secretBox = secretBox;
    }

    /** The secret of this name, base64 of 256 random bits; made now if there is none. */
    public String get(String name) {
        return known.computeIfAbsent(name, this::readOrMake);
    }

    /** The same in the form of a Standard Webhooks signing secret: {@code whsec_} and base64. */
    public String webhookSecret(String name) {
        return "whsec_" + get(name);
    }

    /** Two nodes that start at once agree on the one that was stored first. */
    private String readOrMake(String name) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String owner = "generated:" + name;
        hubDatabase
                .sql("insert into platform.generated_secret (name, sealed) values (?, ?) on conflict do nothing")
                .params(name, secretBox.seal(Base64.getEncoder().encodeToString(bytes), owner))
                .update();
        byte[] sealed = hubDatabase
                .sql("select sealed from platform.generated_secret where name = ?")
                .param(name)
                .query(byte[].class)
                .single();
        return secretBox.open(sealed, owner);
    }
}
