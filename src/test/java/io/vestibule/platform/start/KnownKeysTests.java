package io.vestibule.platform.start;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KnownKeysTests {

    private final KnownKeys keys = KnownKeys.load();

    @Test
    void knowsAKeyInEverySpellingThatBootReads() {
        assertThat(keys.contains("vestibule.data-dir")).isTrue();
        assertThat(keys.contains("vestibule.dataDir")).isTrue();
        assertThat(keys.contains("vestibule.data_dir")).isTrue();
    }

    @Test
    void doesNotTakeAnEntryBelowAKeyThatHasAValue() {
        assertThat(keys.contains("vestibule.data-dir.size")).isFalse();
    }

    @Test
    void suggestsNothingWhenNothingLooksAlike() {
        assertThat(keys.nearest("vestibule.zzzzzzzzzzzz")).isEmpty();
    }
}
