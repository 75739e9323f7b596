package io.vestibule.hub.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.hub.connection.App;
import io.vestibule.hub.connection.Apps;
import io.vestibule.hub.connector.ConnectorCatalog;
import io.vestibule.hub.gateway.CanonicalJson;
import io.vestibule.hub.inbox.InboxRow;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/**
 * Says what a received message is about, in words of the firm's people; pages call it as {@code @news}. A vendor's own
 * name for an event says nothing to them: what its connector makes of it does.
 */
@Component("news")
class News {

    private static final String MAIL = "mail";
    private static final String FEED = "feed";

    private final Apps apps;
    private final ConnectorCatalog catalog;
    private final MessageSource messages;

    News(Apps apps, ConnectorCatalog catalog, MessageSource messages) {
        this.apps = apps;
        this.catalog = catalog;
        this.messages = messages;
    }

    /** "Mail", "Comment added", "Invoice". */
    public String of(InboxRow row) {
        return switch (row.kind()) {
            case MAIL -> say("messages.mail");
            case FEED -> say("event." + row.eventType());
            default -> say("event." + command(row));
        };
    }

    /** "Comment added on REQ-1042": with the name of what it is about, where the event is still kept. */
    String about(InboxRow row) {
        String event = row.event();
        if (!row.kind().equals(FEED) || event == null) {
            return of(row);
        }
        JsonNode happened = CanonicalJson.parse(event).path("data");
        String number = happened.at("/request/number")
                .asText(happened.at("/facts/number").asText(""));
        return number.isEmpty() ? of(row) : say("event.on", of(row), number);
    }

    /** What the connector makes of such an event; of one without a rule nothing. */
    private String command(InboxRow row) {
        return apps.find(row.app())
                .map(App::connector)
                .flatMap(catalog::find)
                .flatMap(connector -> connector.inboundFor(row.eventType()))
                .map(rule -> rule.to().getFirst())
                .orElse("other");
    }

    private String say(String key, Object... arguments) {
        String found = messages.getMessage(key, arguments, "", LocaleContextHolder.getLocale());
        return found == null || found.isEmpty()
                ? String.valueOf(messages.getMessage("event.other", null, LocaleContextHolder.getLocale()))
                : found;
    }
}
