package io.vestibule.platform.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.VestibuleTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class GeneratedSecretsTests extends VestibuleTest {

    @Autowired
    private GeneratedSecrets secrets;

    @Autowired
    private SecretBox secretBox;

    @Test
    void isTheSameOnEveryNodeAndAfterARestart() {
        String name = unique("secret");
        String first = secrets.get(name);
        assertThat(new GeneratedSecrets(hubDatabase, secretBox).get(name)).isEqualTo(first);
    }

    @Test
    void neverStoresASecretReadably() {
        String name = unique("secret");
        String secret = secrets.get(name);
        byte[] sealed = hubDatabase
                .sql("select sealed from platform.generated_secret where name = ?")
                .param(name)
                .query(byte[].class)
                .single();
        assertThat(new String(sealed, java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain(secret);
    }
}
