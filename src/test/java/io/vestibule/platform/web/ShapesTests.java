package io.vestibule.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShapesTests {

    @Test
    void whatIsOnItsWayDoesNotLookLikeWhatWaitsForAPerson() {
        Shapes shapes = new Shapes();

        assertThat(shapes.stateColour("waiting")).isEqualTo(shapes.stateColour("pending"));
        assertThat(shapes.stateColour("to-admit")).isEqualTo(shapes.stateColour("held"));
        assertThat(shapes.stateIcon("waiting")).isNotEqualTo(shapes.stateIcon("to-admit"));
    }
}
