package io.vestibule.platform.web;

import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Tells where to look, once everything is up: the address of the product, then the lines of the rooms. */
@Component
class StartNotice {

    private static final Logger LOG = LoggerFactory.getLogger("Vestibule");

    private final PublicAddress address;
    private final ObjectProvider<StartLine> lines;

    StartNotice(PublicAddress address, ObjectProvider<StartLine> lines) {
        this.address = address;
        this.lines = lines;
    }

    @EventListener(ApplicationReadyEvent.class)
    void print() {
        List<String> texts = lines.orderedStream()
                .map(StartLine::text)
                .filter(Objects::nonNull)
                .toList();
        LOG.info("Ready: {}", address.of("/"));
        texts.forEach(LOG::info);
        if (!address.isConfigured()) {
            LOG.warn("vestibule.public-url is not set: links in mails will only work on this machine.");
        }
    }
}
