package io.vestibule.hub.console;

import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.hub.inbox.InboxState;
import io.vestibule.hub.outbox.Deliveries;
import io.vestibule.hub.outbox.OutboxRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/**
 * Says in a few words what became of received messages. News of the portal became what was sent because of it, so their
 * words follow those deliveries; the others carry their result, or the reason why there is none.
 */
@Component
class Outcomes {

    private static final String FEED = "feed";
    private static final int NAMED = 2;

    private final Deliveries deliveries;
    private final Reasons reasons;
    private final MessageSource messages;

    Outcomes(Deliveries deliveries, Reasons reasons, MessageSource messages) {
        this.deliveries = deliveries;
        this.reasons = reasons;
        this.messages = messages;
    }

    /** By the row's id. */
    Map<Long, String> of(List<InboxRow> rows) {
        List<String> sources =
                rows.stream().filter(Outcomes::isFeed).map(Outcomes::source).toList();
        Map<String, List<OutboxRow>> sent = deliveries.bySources(sources).stream()
                .collect(Collectors.groupingBy(row -> row.draft().source()));
        Map<Long, String> words = new HashMap<>();
        rows.forEach(row ->
                words.put(row.id(), isFeed(row) ? sentFor(sent.getOrDefault(source(row), List.of())) : ended(row)));
        return words;
    }

    /** What was sent because of one piece of news of the portal, oldest first. */
    List<OutboxRow> causedBy(InboxRow row) {
        return deliveries.bySources(List.of(source(row)));
    }

    static boolean isFeed(InboxRow row) {
        return row.kind().equals(FEED) && row.state() == InboxState.APPLIED;
    }

    private static String source(InboxRow row) {
        return FEED + ":" + row.externalId();
    }

    private String ended(InboxRow row) {
        String result = row.result();
        return result == null ? Objects.requireNonNullElse(reasons.sentence(row.reason()), "") : result;
    }

    private String sentFor(List<OutboxRow> sent) {
        if (sent.isEmpty()) {
            return say("outcome.nobody");
        }
        String named = sent.stream()
                .limit(NAMED)
                .map(row -> say(
                        "outcome.sent",
                        say("purpose." + row.draft().purpose()),
                        row.draft().target(),
                        say("state." + Words.key(row.state()))))
                .collect(Collectors.joining("; "));
        return sent.size() <= NAMED ? named : say("outcome.more", named, sent.size() - NAMED);
    }

    private String say(String key, Object... arguments) {
        String bare = key.substring(key.indexOf('.') + 1).replace('-', ' ');
        return Objects.requireNonNullElse(
                messages.getMessage(key, arguments, bare, LocaleContextHolder.getLocale()), bare);
    }
}
