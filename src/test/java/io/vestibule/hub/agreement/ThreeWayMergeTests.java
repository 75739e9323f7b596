package io.vestibule.hub.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.agreement.ThreeWayMerge.Merge;
import org.junit.jupiter.api.Test;

class ThreeWayMergeTests {

    @Test
    void equalValuesAreAgreementWhateverTheBase() {
        assertThat(ThreeWayMerge.of("a", "b", "b", FieldOwner.RECORD)).isEqualTo(new Merge.Agreed<>("b"));
        assertThat(ThreeWayMerge.of("b", "b", "b", FieldOwner.PORTAL)).isEqualTo(new Merge.Agreed<>("b"));
    }

    @Test
    void whatOnlyOneSideChangedIsCarriedOver() {
        assertThat(ThreeWayMerge.of("a", "a", "b", FieldOwner.PORTAL)).isEqualTo(new Merge.CarryTheirs<>("b"));
        assertThat(ThreeWayMerge.of("a", "b", "a", FieldOwner.RECORD)).isEqualTo(new Merge.CarryOurs<>("b"));
    }

    @Test
    void theDeclaredOwnerWinsWhenBothChanged() {
        assertThat(ThreeWayMerge.of("a", "b", "c", FieldOwner.RECORD))
                .isEqualTo(new Merge.OwnerWins<>("c", FieldOwner.RECORD));
        assertThat(ThreeWayMerge.of("a", "b", "c", FieldOwner.PORTAL))
                .isEqualTo(new Merge.OwnerWins<>("b", FieldOwner.PORTAL));
    }
}
