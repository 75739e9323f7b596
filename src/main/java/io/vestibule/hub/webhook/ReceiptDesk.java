package io.vestibule.hub.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.hub.connection.App;
import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.hub.inbox.InboxRows;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Tells a sender what became of its news. It shows itself by the credentials of its deliveries: the same kind of proof
 * over a GET with an empty body, or the signing secret as a bearer token. Never tells of another app's news.
 */
@Component
class ReceiptDesk {

    private final WebhookDoor door;
    private final InboxRows rows;

    ReceiptDesk(WebhookDoor door, InboxRows rows) {
        this.door = door;
        this.rows = rows;
    }

    HookAnswer tell(String appName, String id, RawRequest request) {
        return switch (door.entry(appName)) {
            case WebhookDoor.Entry.Closed closed -> closed.answer();
            case WebhookDoor.Entry.Open open ->
                known(open, request)
                        ? receipt(appName, id)
                        : HookAnswer.problem(
                                HttpStatus.UNAUTHORIZED,
                                "This call does not prove who sent it.",
                                "Sign it like a delivery with an empty body, or send the signing secret as a bearer"
                                        + " token.");
        };
    }

    private boolean known(WebhookDoor.Entry.Open open, RawRequest request) {
        return bearer(open, request) || signed(open, request);
    }

    /** A signature without a clock over an empty body would be one and the same for ever: no proof of anything. */
    private boolean signed(WebhookDoor.Entry.Open open, RawRequest request) {
        boolean fresh = open.webhook().verify().clock() != null
                || open.webhook().verify().basic() != null;
        return fresh && door.verify(open, request) instanceof Verification.Genuine;
    }

    private static boolean bearer(WebhookDoor.Entry.Open open, RawRequest request) {
        String header = request.header("authorization");
        String secret = secret(open.app(), open.webhook().verify().key());
        if (header == null || secret == null || !header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return false;
        }
        byte[] given = header.substring(7).strip().getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(given, secret.getBytes(StandardCharsets.UTF_8));
    }

    /** The secret that the template of the key names, e.g. {@code {webhookSecret}}. */
    private static @Nullable String secret(App app, @Nullable String template) {
        return template == null ? null : app.secrets().get(template.replaceAll("[{}]", ""));
    }

    private HookAnswer receipt(String app, String id) {
        Optional<InboxRow> row = number(id)
                .flatMap(rows::find)
                .filter(found -> found.app().equals(app) && found.kind().equals(WebhookHandler.KIND));
        return row.map(ReceiptDesk::answer)
                .orElseGet(() -> HookAnswer.problem(
                        HttpStatus.NOT_FOUND,
                        "There is no receipt %s of \"%s\".".formatted(id, app),
                        "Use the address that the delivery was answered with."));
    }

    private static HookAnswer answer(InboxRow row) {
        ObjectNode body = HookAnswer.JSON.createObjectNode();
        body.put("id", Long.toString(row.id()));
        body.put("state", row.state().name().toLowerCase(Locale.ROOT));
        body.put("reason", row.reason());
        body.put("detail", row.result() == null ? row.detail() : row.result());
        body.put("receivedAt", row.receivedAt().toString());
        body.put("changedAt", row.changedAt().toString());
        body.put("duplicates", row.duplicates());
        return HookAnswer.json(HttpStatus.OK.value(), body);
    }

    private static Optional<Long> number(String id) {
        return id.matches("\\d{1,18}") ? Optional.of(Long.valueOf(id)) : Optional.empty();
    }
}
