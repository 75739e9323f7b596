package io.vestibule.support.vendors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A Xero with any number of organisations under one app: OAuth with rotating refresh tokens, reads that need a
 * bearer token and a tenant, answers in the shape of Xero's own API description, and signed webhooks.
 */
public final class SimulatedXero extends SimulatedVendor {

    private static final DateTimeFormatter EVENT_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    private final VendorState state;
    private final VendorTokens tokens;
    private final Clock clock;
    private final String webhookKey;
    private volatile Consumer<News> listener = news -> {};
    private volatile Set<String> consented = Set.of();

    /** An invoice the ledger's people enter; the ledger itself gives the id. */
    public record NewInvoice(
            String contactId, String number, BigDecimal total, String currency, LocalDate date, LocalDate due) {}

    /** One piece of news in a webhook. */
    public record News(String tenantId, String category, String type, String resourceId, Instant at) {}

    public SimulatedXero(String webhookKey) {
        this(0, null, webhookKey, Clock.systemUTC());
    }

    public SimulatedXero(int port, @Nullable Path file, String webhookKey, Clock clock) {
        super(port);
        this.state = new VendorState(file);
        this.tokens = new VendorTokens(state, true, 1800);
        this.clock = clock;
        this.webhookKey = webhookKey;
    }

    @Override
    public List<String> hosts() {
        return List.of("api.xero.com", "identity.xero.com", "login.xero.com");
    }

    /** Told of every new and changed invoice, in order; must not block. The sandbox sends it on as a webhook. */
    public void onChange(Consumer<News> listener) {
        this.listener = listener;
    }

    public synchronized void addOrganisation(String tenantId, String name) {
        state.map("organisations").putObject(tenantId).put("id", tenantId).put("name", name);
        state.save();
    }

    public synchronized boolean has(String tenantId) {
        return state.map("organisations").has(tenantId);
    }

    public synchronized void addContact(String tenantId, String contactId, String name, String email) {
        contacts(tenantId)
                .putObject(contactId)
                .put("ContactID", contactId)
                .put("ContactStatus", "ACTIVE")
                .put("Name", name)
                .put("EmailAddress", email)
                .put("IsCustomer", true)
                .put("UpdatedDateUTC", date(clock.instant()));
        state.save();
    }

    /** A sales invoice in state AUTHORISED, nothing paid. Returns its id. */
    public synchronized String addInvoice(String tenantId, NewInvoice draft) {
        var id = UUID.randomUUID().toString();
        var invoice = invoices(tenantId).putObject(id);
        invoice.put("Type", "ACCREC").put("InvoiceID", id).put("InvoiceNumber", draft.number());
        invoice.put("Reference", "").putArray("Payments");
        invoice.put("AmountDue", draft.total()).put("AmountPaid", BigDecimal.ZERO.setScale(2));
        invoice.put("AmountCredited", BigDecimal.ZERO.setScale(2)).put("CurrencyRate", new BigDecimal("1.0"));
        invoice.put("contactId", draft.contactId());
        invoice.put("DateString", draft.date() + "T00:00:00").put("Date", date(draft.date()));
        invoice.put("DueDateString", draft.due() + "T00:00:00").put("DueDate", date(draft.due()));
        invoice.put("Status", "AUTHORISED").put("LineAmountTypes", "Inclusive");
        invoice.putArray("LineItems")
                .addObject()
                .put("Description", "Advice and filing")
                .put("Quantity", new BigDecimal("1.0"))
                .put("UnitAmount", draft.total())
                .put("LineAmount", draft.total());
        invoice.put("SubTotal", draft.total()).put("TotalTax", BigDecimal.ZERO.setScale(2));
        invoice.put("Total", draft.total()).put("CurrencyCode", draft.currency());
        touch(invoice);
        listener.accept(invoiceNews(tenantId, "CREATE", id));
        return id;
    }

    /** Changes an invoice in the ledger; its time of change moves on by itself. */
    public synchronized void changeInvoice(String tenantId, String invoiceId, Consumer<ObjectNode> change) {
        var invoice = invoice(tenantId, invoiceId);
        change.accept(invoice);
        touch(invoice);
        listener.accept(invoiceNews(tenantId, "UPDATE", invoiceId));
    }

    public synchronized void payInvoice(String tenantId, String invoiceId) {
        changeInvoice(tenantId, invoiceId, invoice -> {
            var total = invoice.path("Total").decimalValue();
            invoice.put("Status", "PAID").put("AmountPaid", total).put("AmountDue", BigDecimal.ZERO.setScale(2));
            invoice.put("FullyPaidOnDate", date(clock.instant()));
        });
    }

    public synchronized ObjectNode invoice(String tenantId, String invoiceId) {
        if (!(invoices(tenantId).get(invoiceId) instanceof ObjectNode invoice)) {
            throw new IllegalArgumentException("No invoice " + invoiceId + " in " + tenantId);
        }
        return invoice;
    }

    /** Ids of an organisation's invoices, oldest first. */
    public synchronized List<String> invoiceIds(String tenantId) {
        var ids = new ArrayList<String>();
        invoices(tenantId).fieldNames().forEachRemaining(ids::add);
        return ids;
    }

    /** Lets a program with this fixed token in. */
    public void acceptToken(String accessToken) {
        tokens.accept(accessToken);
    }

    /** The tokens that an admin's consent would have given to the hub. */
    public ObjectNode consent() {
        return tokens.issue();
    }

    /** From now on the person who signs in allows these organisations only. */
    public void consentTo(String... tenantIds) {
        consented = Set.of(tenantIds);
    }

    public void consentToAll() {
        consented = Set.of();
    }

    public void expireAccessTokens() {
        tokens.expireAccess();
    }

    public void revokeConsent() {
        tokens.revokeAll();
    }

    public News invoiceNews(String tenantId, String type, String invoiceId) {
        return new News(tenantId, "INVOICE", type, invoiceId, clock.instant());
    }

    /** One signed body with all this news; no news at all is Xero's handshake. */
    public synchronized SignedWebhook webhook(News... news) {
        var body = VendorState.JSON.createObjectNode();
        var events = body.putArray("events");
        Arrays.stream(news).forEach(one -> add(events, one));
        var sequence = news.length == 0 ? 0 : state.next("sequence", 1);
        body.put("firstEventSequence", sequence).put("lastEventSequence", sequence + Math.max(0, news.length - 1));
        body.put("entropy", "SANDBOXENTROPY" + sequence);
        state.save();
        return sign(body.toString());
    }

    /** This body with Xero's signature over it. */
    public SignedWebhook sign(String body) {
        var signature = SignedWebhook.hmacSha256(webhookKey.getBytes(StandardCharsets.UTF_8), body);
        return new SignedWebhook(Map.of("Content-Type", "application/json", "x-xero-signature", signature), body);
    }

    private static void add(ArrayNode events, News news) {
        var path = news.category().equals("CONTACT") ? "Contacts" : "Invoices";
        events.addObject()
                .put("resourceUrl", "https://api.xero.com/api.xro/2.0/" + path + "/" + news.resourceId())
                .put("resourceId", news.resourceId())
                .put("eventDateUtc", EVENT_TIME.format(news.at()))
                .put("eventType", news.type())
                .put("eventCategory", news.category())
                .put("tenantId", news.tenantId())
                .put("tenantType", "ORGANISATION");
    }

    @Override
    VendorAnswer answer(VendorCall call) {
        if (call.path().equals("/identity/connect/authorize")) {
            return ConsentPage.of(call, tokens.newCode());
        }
        if (call.path().equals("/connect/token")) {
            return tokens.answer(call);
        }
        if (!tokens.accepts(call.bearer())) {
            return problem(401, "AuthenticationUnsuccessful", "TokenExpired");
        }
        if (call.path().equals("/connections")) {
            return VendorAnswer.json(200, connections());
        }
        var tenant = call.header("xero-tenant-id");
        if (tenant == null || !state.map("organisations").has(tenant)) {
            return problem(403, "Forbidden", "AuthenticationUnsuccessful");
        }
        return accounting(tenant, call);
    }

    private VendorAnswer accounting(String tenant, VendorCall call) {
        var path = call.path().replaceFirst("^/api\\.xro/2\\.0", "");
        var id = path.substring(path.lastIndexOf('/') + 1);
        if (!call.method().equals("GET")) {
            return written(tenant, path, call);
        }
        return switch (path.replaceFirst("^(/[A-Za-z]+)/.+", "$1/{id}")) {
            case "/Organisation" -> listOf("Organisations", List.of(organisation(tenant)));
            case "/Invoices" -> listOf("Invoices", all(invoices(tenant), tenant));
            case "/Invoices/{id}" -> oneOf("Invoices", invoices(tenant).get(id), tenant);
            case "/Contacts" -> listOf("Contacts", all(contacts(tenant), tenant));
            case "/Contacts/{id}" -> oneOf("Contacts", contacts(tenant).get(id), tenant);
            default -> problem(404, "NotFound", "The resource you're looking for cannot be found");
        };
    }

    /** What another program may enter in the ledger: a sales invoice, or the payment of one. */
    private VendorAnswer written(String tenant, String path, VendorCall call) {
        try {
            var body = VendorState.JSON.readTree(call.body());
            return switch (path) {
                case "/Invoices" -> {
                    var id = addInvoice(tenant, draft(body.path("Invoices").path(0)));
                    yield oneOf("Invoices", invoice(tenant, id), tenant);
                }
                case "/Payments" -> {
                    var id = body.at("/Payments/0/Invoice/InvoiceID").asText();
                    payInvoice(tenant, id);
                    yield oneOf("Invoices", invoice(tenant, id), tenant);
                }
                default -> problem(405, "Method Not Allowed", "Only invoices and payments can be written");
            };
        } catch (JsonProcessingException | IllegalArgumentException | DateTimeException e) {
            return problem(400, "ValidationException", "A validation exception occurred");
        }
    }

    private static NewInvoice draft(JsonNode given) {
        return new NewInvoice(
                given.at("/Contact/ContactID").asText(),
                given.path("InvoiceNumber").asText(),
                new BigDecimal(
                        given.path("LineItems").path(0).path("UnitAmount").asText()),
                given.path("CurrencyCode").asText("GBP"),
                LocalDate.parse(given.path("Date").asText()),
                LocalDate.parse(given.path("DueDate").asText()));
    }

    private List<JsonNode> all(ObjectNode records, String tenant) {
        return records.properties().stream()
                .map(entry -> withContact(entry.getValue(), tenant))
                .toList();
    }

    private VendorAnswer oneOf(String kind, @Nullable JsonNode found, String tenant) {
        return found == null
                ? problem(404, "NotFound", "The resource you're looking for cannot be found")
                : listOf(kind, List.of(withContact(found, tenant)));
    }

    private JsonNode withContact(JsonNode record, String tenant) {
        if (!record.has("contactId")) {
            return record;
        }
        var shown = (ObjectNode) record.deepCopy();
        var contactId = shown.remove("contactId").asText();
        shown.set("Contact", contacts(tenant).path(contactId));
        return shown;
    }

    private VendorAnswer listOf(String kind, List<JsonNode> records) {
        var body = VendorState.JSON.createObjectNode();
        body.put("Id", UUID.randomUUID().toString()).put("Status", "OK").put("ProviderName", "Vestibule");
        body.put("DateTimeUTC", "/Date(" + clock.millis() + ")/");
        body.putArray(kind).addAll(records);
        return VendorAnswer.json(200, body);
    }

    private ArrayNode connections() {
        var list = VendorState.JSON.createArrayNode();
        state.map("organisations")
                .valueStream()
                .filter(organisation -> consented.isEmpty()
                        || consented.contains(organisation.path("id").asText()))
                .forEach(organisation -> list.addObject()
                        .put(
                                "id",
                                UUID.nameUUIDFromBytes(
                                                organisation.path("id").asText().getBytes(StandardCharsets.UTF_8))
                                        .toString())
                        .put("tenantId", organisation.path("id").asText())
                        .put("tenantType", "ORGANISATION")
                        .put("tenantName", organisation.path("name").asText()));
        return list;
    }

    private JsonNode organisation(String tenant) {
        var name = state.map("organisations").path(tenant).path("name").asText();
        return VendorState.JSON
                .createObjectNode()
                .put("OrganisationID", tenant)
                .put("Name", name)
                .put("BaseCurrency", "GBP")
                .put("OrganisationStatus", "ACTIVE");
    }

    private ObjectNode invoices(String tenantId) {
        return state.map("invoices").withObjectProperty(tenantId);
    }

    private ObjectNode contacts(String tenantId) {
        return state.map("contacts").withObjectProperty(tenantId);
    }

    private void touch(ObjectNode invoice) {
        var last = state.map("counters").path("lastChange").asLong(0);
        var now = Math.max(clock.millis(), last + 1);
        state.map("counters").put("lastChange", now);
        invoice.put("UpdatedDateUTC", date(Instant.ofEpochMilli(now)));
        state.save();
    }

    private static String date(Instant instant) {
        return "/Date(" + instant.toEpochMilli() + "+0000)/";
    }

    private static String date(LocalDate day) {
        return date(day.atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    @Override
    String faultBody(int status) {
        return "{\"Type\":null,\"Title\":\"Fault planned by a test\",\"Status\":" + status + "}";
    }

    private static VendorAnswer problem(int status, String title, String detail) {
        var body = VendorState.JSON.createObjectNode();
        body.putNull("Type").put("Title", title).put("Status", status).put("Detail", detail);
        return VendorAnswer.json(status, body);
    }
}
