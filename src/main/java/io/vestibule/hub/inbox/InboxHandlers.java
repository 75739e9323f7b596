package io.vestibule.hub.inbox;

import io.vestibule.hub.inbox.InboxHandler.Handling;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The one handler of each kind; the route {@code process-inbox} hands every claimed message to it. */
@Component("inboxHandlers")
public class InboxHandlers {

    // Looked up late: handlers need the portal, the catalogue and mail, which come up after the inbox
    private final ObjectProvider<InboxHandler> handlers;

    InboxHandlers(ObjectProvider<InboxHandler> handlers) {
        this.handlers = handlers;
    }

    public Handling handle(@Body InboxMessage message) {
        Map<String, InboxHandler> byKind =
                handlers.stream().collect(Collectors.toMap(InboxHandler::kind, Function.identity()));
        InboxHandler handler = byKind.get(message.kind());
        return handler == null
                ? new Handling.Dead(
                        "no-handler",
                        "Nothing here handles messages of kind '%s'. Known kinds: %s."
                                .formatted(message.kind(), List.copyOf(byKind.keySet())))
                : handler.handle(message);
    }
}
