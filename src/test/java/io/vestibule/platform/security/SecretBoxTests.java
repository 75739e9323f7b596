package io.vestibule.platform.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SecretBoxTests {

    private static final String OWNER = "connection:acme-books:clientSecret";
    private static final String SECRET = "gr\u00fcn, sehr geheim";

    private final SecretBox box = new SecretBox(new byte[SecretBox.KEY_BYTES]);

    @Test
    void opensWhatItSealed() {
        assertThat(box.open(box.seal(SECRET, OWNER), OWNER)).isEqualTo(SECRET);
    }

    @Test
    void sealsTheSameSecretDifferentlyEachTimeAndShowsNothingOfIt() {
        byte[] first = box.seal(SECRET, OWNER);
        assertThat(first).isNotEqualTo(box.seal(SECRET, OWNER));
        assertThat(new String(first, StandardCharsets.ISO_8859_1)).doesNotContain("geheim");
    }

    @Test
    void doesNotOpenASecretThatWasMovedToAnotherOwner() {
        byte[] sealed = box.seal(SECRET, OWNER);
        assertThatThrownBy(() -> box.open(sealed, "connection:other:clientSecret"))
                .isInstanceOf(SecretUnreadable.class)
                .hasMessageContaining("connection:other:clientSecret")
                .hasMessageNotContaining("geheim");
    }

    @Test
    void doesNotOpenWithAnotherKeyOrAfterAChange() {
        byte[] sealed = box.seal(SECRET, OWNER);
        byte[] otherKey = new byte[SecretBox.KEY_BYTES];
        otherKey[0] = 1;
        assertThatThrownBy(() -> new SecretBox(otherKey).open(sealed, OWNER)).isInstanceOf(SecretUnreadable.class);
        sealed[sealed.length - 1] ^= 1;
        assertThatThrownBy(() -> box.open(sealed, OWNER)).isInstanceOf(SecretUnreadable.class);
        assertThatThrownBy(() -> box.open(new byte[] {1, 2}, OWNER)).isInstanceOf(SecretUnreadable.class);
    }

    @Test
    void printsWithoutItsKey() {
        assertThat(box).hasToString("SecretBox(key hidden)");
    }
}
