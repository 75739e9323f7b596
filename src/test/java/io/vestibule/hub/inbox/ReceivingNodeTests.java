package io.vestibule.hub.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.VestibuleTest;
import java.time.Duration;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class ReceivingNodeTests extends VestibuleTest {

    @Autowired
    private Inbox inbox;

    @Autowired
    private ProducerTemplate camel;

    @Test
    void aNodeWithoutWorkersStartsAndHandlesNothing() {
        var processor = new InboxProcessor(
                inbox, camel, new InboxSettings(0, 4, 4, Duration.ofSeconds(90)), "an external database");

        processor.start();

        assertThat(processor.isRunning()).isFalse();
        processor.stop();
    }
}
