package io.vestibule.platform.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.platform.database.DataDirectory;
import io.vestibule.platform.start.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretKeysTests {

    private static final String EXTERNAL = "jdbc:postgresql://db.lan/vestibule";

    @TempDir
    Path home;

    @Test
    void makesAKeyFileOnceThatOnlyItsOwnerCanRead() throws IOException {
        byte[] sealed = box("", "").seal("secret", "owner");
        assertThat(box("", "").open(sealed, "owner")).isEqualTo("secret");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("vestibule.key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void refusesAKeyFileWithAnExternalDatabase() {
        assertThatThrownBy(() -> box("", EXTERNAL))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("VESTIBULE_KEY is not set")
                .hasMessageContaining("openssl rand -base64 32");
    }

    @Test
    void refusesAKeyOfTheWrongLengthOrForm() {
        assertThatThrownBy(() -> box("c2hvcnQ=", EXTERNAL))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("VESTIBULE_KEY holds 5 bytes, expected are 32")
                .hasMessageNotContaining("c2hvcnQ");
        assertThatThrownBy(() -> box("not base64!", ""))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("VESTIBULE_KEY is not base64");
    }

    private SecretBox box(String key, String databaseUrl) {
        return new SecretKeys().secretBox(key, databaseUrl, new DataDirectory(home));
    }
}
