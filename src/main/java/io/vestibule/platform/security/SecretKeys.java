package io.vestibule.platform.security;

import io.vestibule.platform.database.DataDirectory;
import io.vestibule.platform.start.StartRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Finds the key that secrets are sealed with: {@code VESTIBULE_KEY}, else a key file beside the embedded database. With
 * an external database only {@code VESTIBULE_KEY} will do, since nodes must share it and its backup must not hold it.
 */
@Configuration(proxyBeanMethods = false)
class SecretKeys {

    private static final Logger LOG = LoggerFactory.getLogger(SecretKeys.class);
    private static final String HOW = "Set VESTIBULE_KEY to 32 random bytes in base64, made for example with"
            + " 'openssl rand -base64 32', and keep a copy apart from the backups.";

    @Bean
    SecretBox secretBox(
            @Value("${vestibule.key:}") String key,
            @Value("${spring.datasource.url:}") String databaseUrl,
            DataDirectory directory) {
        if (!key.isBlank()) {
            return new SecretBox(decode(key.strip(), "VESTIBULE_KEY"));
        }
        if (!databaseUrl.isBlank()) {
            throw new StartRefused("VESTIBULE_KEY is not set, and an external database needs it.", HOW);
        }
        return new SecretBox(fromFile(directory.path().resolve("vestibule.key")));
    }

    private static byte[] fromFile(Path file) {
        try {
            if (Files.exists(file)) {
                return decode(Files.readString(file).strip(), "The key file " + file);
            }
            byte[] key = new byte[SecretBox.KEY_BYTES];
            new SecureRandom().nextBytes(key);
            DataDirectory.writePrivate(file, Base64.getEncoder().encodeToString(key) + "\n");
            LOG.warn(
                    "VESTIBULE_KEY is not set: made the key file {}. Without it stored secrets are lost: keep a copy.",
                    file);
            return key;
        } catch (IOException e) {
            throw new UncheckedIOException("The key file " + file + " can't be read or written", e);
        }
    }

    private static byte[] decode(String text, String where) {
        try {
            byte[] key = Base64.getDecoder().decode(text);
            if (key.length == SecretBox.KEY_BYTES) {
                return key;
            }
            throw new StartRefused(
                    where + " holds " + key.length + " bytes, expected are " + SecretBox.KEY_BYTES + ".", HOW);
        } catch (IllegalArgumentException e) {
            throw new StartRefused(where + " is not base64.", HOW);
        }
    }
}
