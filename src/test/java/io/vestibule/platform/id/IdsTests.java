package io.vestibule.platform.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdsTests {

    @Test
    void makesIdsOfVersionSevenThatCarryTheirTime() {
        long before = Clock.systemUTC().millis();
        UUID id = Ids.next();
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16)
                .isBetween(before, Clock.systemUTC().millis());
        assertThat(Ids.next()).isNotEqualTo(id);
    }

    @Test
    void makesTokensOf256BitsThatNeedNoEscapeInAnAddress() {
        assertThat(Ids.token()).matches("[A-Za-z0-9_-]{43}").isNotEqualTo(Ids.token());
    }

    @Test
    void hashesAsTheStandardSays() {
        assertThat(Ids.sha256("abc")).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
