package io.vestibule.hub.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.canonical.Comment;
import io.vestibule.hub.canonical.ExternalId;
import io.vestibule.hub.canonical.FileId;
import io.vestibule.hub.canonical.RequestId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The portal over HTTP, by the contract {@code portal-api.yaml}; the same for the built-in portal and any other. */
@Component
class HttpPortalGateway implements PortalGateway {

    private static final String PAGE_SIZE = "200";

    /** Servers take an address of 8 kB and less. */
    private static final int LONGEST_QUERY = 4_000;

    private static final int MOST_SENDERS = 100;

    /** A portal whose cursor never ends must not hold a worker for ever. */
    private static final int MOST_PAGES = 500;

    private final PortalCalls calls;
    private final CommandCalls commands;

    HttpPortalGateway(PortalCalls calls) {
        this.calls = calls;
        this.commands = new CommandCalls(calls);
    }

    @Override
    public Answer execute(Envelope envelope) {
        return commands.sharing(envelope);
    }

    @Override
    public List<Answer> execute(List<Envelope> envelopes) {
        return commands.inOneCall(envelopes);
    }

    @Override
    public FileAnswer putFile(String key, FileDraft file) {
        Map<String, Object> headers = Map.of(
                Exchange.CONTENT_TYPE,
                file.contentType(),
                "X-File-Name",
                PortalCalls.escaped(file.name()),
                "X-File-Disposition",
                file.disposition().name().toLowerCase(Locale.ROOT));
        PortalCalls.Reply reply = calls.put("/files/" + PortalCalls.escaped(key), file.content(), headers);
        return reply.refused()
                ? new FileAnswer.Refused(reply.words())
                : new FileAnswer.Taken(new FileId(reply.json().path("id").asText()));
    }

    @Override
    public byte[] readFile(FileId id) {
        PortalCalls.Reply reply = calls.get("/files/" + PortalCalls.escaped(id.value()), Map.of());
        if (!reply.found()) {
            throw new PortalUnreachable("The portal has no file " + id);
        }
        return reply.content();
    }

    @Override
    public List<SenderView> senders(List<String> emails) {
        List<SenderView> senders = new ArrayList<>();
        List<String> together = new ArrayList<>();
        int length = 0;
        for (String email : emails) {
            int more = PortalCalls.escaped(email).length();
            if (!together.isEmpty() && (together.size() == MOST_SENDERS || length + more > LONGEST_QUERY)) {
                senders.addAll(sendersInOneCall(together));
                together.clear();
                length = 0;
            }
            together.add(email);
            length += more;
        }
        if (!together.isEmpty()) {
            senders.addAll(sendersInOneCall(together));
        }
        return senders;
    }

    private List<SenderView> sendersInOneCall(List<String> emails) {
        List<Map.Entry<String, String>> query =
                emails.stream().map(email -> Map.entry("email", email)).toList();
        List<SenderView> senders = new ArrayList<>();
        entries(calls.get("/senders", query).json(), "items", "/senders").forEach(item -> senders.add(sender(item)));
        if (!senders.stream().map(SenderView::email).toList().equals(emails)) {
            throw new PortalUnreachable(
                    "The portal's answer to /senders breaks the contract: it is about other addresses than asked for");
        }
        return senders;
    }

    private static SenderView sender(JsonNode item) {
        return new SenderView(
                Objects.requireNonNullElse(text(item, "email"), ""),
                all(item, "staff", PersonView.class),
                all(item, "contacts", ContactView.class),
                all(item, "owners", ClientView.class));
    }

    private static <T> List<T> all(JsonNode item, String field, Class<T> type) {
        List<T> all = new ArrayList<>();
        entries(item, field, "/senders").forEach(entry -> all.add(read(entry, type)));
        return all;
    }

    @Override
    public List<ClientView> clientsByDomain(String domain) {
        return list("/clients", Map.of("domain", domain), ClientView.class);
    }

    @Override
    public List<ClientView> clients() {
        return list("/clients", Map.of(), ClientView.class);
    }

    @Override
    public Optional<ClientView> client(ClientId id) {
        return one("/clients/" + PortalCalls.escaped(id.value()), ClientView.class);
    }

    @Override
    public List<ContactView> contacts(ClientId client) {
        return list("/contacts", Map.of("clientId", client.value()), ContactView.class);
    }

    @Override
    public List<PersonView> people() {
        return list("/people", Map.of(), PersonView.class);
    }

    @Override
    public Optional<RequestView> request(RequestId id) {
        return one("/requests/" + PortalCalls.escaped(id.value()), RequestView.class);
    }

    @Override
    public Optional<RequestView> requestByOrigin(ExternalId origin) {
        return list("/requests", byOrigin(origin), RequestView.class).stream().findFirst();
    }

    @Override
    public Optional<RequestView> requestByNumber(String number) {
        return list("/requests", Map.of("number", number), RequestView.class).stream()
                .findFirst();
    }

    @Override
    public List<RequestView> openRequestsOf(String email) {
        return list("/requests", Map.of("participant", email), RequestView.class);
    }

    private record CommentView(Comment comment) {}

    @Override
    public List<Comment> comments(RequestId request) {
        String path = "/requests/" + PortalCalls.escaped(request.value()) + "/comments";
        return list(path, Map.of(), CommentView.class).stream()
                .map(CommentView::comment)
                .toList();
    }

    @Override
    public Optional<InvoiceView> invoiceByOrigin(ExternalId origin) {
        return list("/invoices", byOrigin(origin), InvoiceView.class).stream().findFirst();
    }

    private static Map<String, String> byOrigin(ExternalId origin) {
        return Map.of("originAccount", origin.account(), "originId", origin.id());
    }

    @Override
    public FeedPage feed(@Nullable String after, int limit) {
        Map<String, String> query = new HashMap<>(Map.of("limit", Integer.toString(limit)));
        if (after != null) {
            query.put("after", after);
        }
        JsonNode page = calls.get("/feed", query).json();
        List<FeedEntry> events = new ArrayList<>();
        entries(page, "events", "/feed").forEach(event -> events.add(FeedEntry.of(event)));
        return new FeedPage(events, text(page, "nextCursor"), page.path("more").asBoolean(), heldUpSince(page));
    }

    private static @Nullable Instant heldUpSince(JsonNode page) {
        return page.hasNonNull("heldUpSince") ? read(page.path("heldUpSince"), Instant.class) : null;
    }

    private <T> Optional<T> one(String path, Class<T> type) {
        PortalCalls.Reply reply = calls.get(path, Map.of());
        return reply.found() ? Optional.of(read(reply.json(), type)) : Optional.empty();
    }

    private <T> List<T> list(String path, Map<String, String> query, Class<T> type) {
        List<T> items = new ArrayList<>();
        Map<String, String> asked = new HashMap<>(query);
        asked.put("limit", PAGE_SIZE);
        for (int pages = 0; pages < MOST_PAGES; pages++) {
            JsonNode page = calls.get(path, asked).json();
            entries(page, "items", path).forEach(item -> items.add(read(item, type)));
            String next = text(page, "nextCursor");
            if (next == null) {
                return items;
            }
            asked.put("cursor", next);
        }
        throw new PortalUnreachable("The portal's list " + path + " does not end");
    }

    /** An answer without its list is no empty list: whoever is not found in that would be a stranger. */
    private static JsonNode entries(JsonNode page, String field, String path) {
        JsonNode entries = page.path(field);
        if (!entries.isArray()) {
            throw new PortalUnreachable(
                    "The portal's answer to %s breaks the contract: it has no list \"%s\"".formatted(path, field));
        }
        return entries;
    }

    private static <T> T read(JsonNode json, Class<T> type) {
        try {
            return CanonicalJson.read(json, type);
        } catch (CanonicalJson.Unreadable e) {
            throw new PortalUnreachable("The portal's answer breaks the contract at " + e.getMessage(), e);
        }
    }

    private static @Nullable String text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        return value.isTextual() ? value.textValue() : null;
    }
}
