package io.vestibule.hub.console;

import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.hub.inbox.InboxRows;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** Says what brought a delivery about, and where a person can look at that. */
@Component
class Causes {

    private static final String FEED = "feed:";
    private static final String RECEIVED = "inbox:";
    private static final String REMINDER = "sla:";

    private final InboxRows received;
    private final News news;
    private final MessageSource messages;

    Causes(InboxRows received, News news, MessageSource messages) {
        this.received = received;
        this.news = news;
        this.messages = messages;
    }

    /** @param url null when there is no page about it */
    record Cause(String words, @Nullable String url) {}

    /** @param source as the delivery names it, e.g. {@code feed:<event id>} */
    Cause of(String source) {
        if (source.startsWith(REMINDER)) {
            return new Cause(say("messages.cause.reminder"), "/console/sla");
        }
        return message(source)
                .map(row -> new Cause(news.about(row), "/console/messages/received/" + row.id()))
                .orElseGet(() -> new Cause(say("messages.cause.other"), null));
    }

    private Optional<InboxRow> message(String source) {
        if (source.startsWith(FEED)) {
            return received.find("portal", "", source.substring(FEED.length()));
        }
        return source.startsWith(RECEIVED)
                ? received.find(Long.parseLong(source.substring(RECEIVED.length())))
                : Optional.empty();
    }

    private String say(String key) {
        return messages.getMessage(key, null, LocaleContextHolder.getLocale());
    }
}
