package io.vestibule.support.vendors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A HubSpot account: tickets, deals, companies and contacts with their associations and pipelines, read and changed
 * over its CRM API, and webhooks signed with its v3 scheme. Every change, also one the hub makes, is offered as an
 * event to the listener, as the real one sends it: that is how echoes show.
 */
public final class SimulatedHubSpot extends SimulatedVendor {

    private static final Set<String> KINDS = Set.of("tickets", "deals", "companies", "contacts");
    private static final Map<String, List<Stage>> STAGES = Map.of(
            "tickets",
            List.of(
                    new Stage("1", "New"),
                    new Stage("2", "Waiting on contact"),
                    new Stage("3", "Waiting on us"),
                    new Stage("4", "Closed")),
            "deals",
            List.of(
                    new Stage("appointmentscheduled", "Appointment scheduled"),
                    new Stage("contractsent", "Contract sent"),
                    new Stage("decisionmakerboughtin", "Decision maker bought in"),
                    new Stage("closedwon", "Closed won"),
                    new Stage("closedlost", "Closed lost")));

    private record Stage(String id, String label) {}

    private final VendorState state;
    private final VendorTokens tokens;
    private final Clock clock;
    private final String clientSecret;
    private final long portalId;
    private volatile Consumer<ObjectNode> listener = event -> {};

    public SimulatedHubSpot(String clientSecret, long portalId) {
        this(0, null, clientSecret, portalId, Clock.systemUTC());
    }

    public SimulatedHubSpot(int port, @Nullable Path file, String clientSecret, long portalId, Clock clock) {
        super(port);
        this.state = new VendorState(file);
        this.tokens = new VendorTokens(state, false, 1800);
        this.clock = clock;
        this.clientSecret = clientSecret;
        this.portalId = portalId;
    }

    @Override
    public List<String> hosts() {
        return List.of("api.hubapi.com", "app.hubspot.com");
    }

    public long portalId() {
        return portalId;
    }

    /** Told of every change of a record, in order; the sandbox sends it on as a webhook. */
    public void onChange(Consumer<ObjectNode> listener) {
        this.listener = listener;
    }

    /** A new record with these properties, associated with others by kind and id. Returns its id. */
    public String create(String kind, Map<String, String> properties, Map<String, List<String>> associations) {
        String id;
        synchronized (this) {
            id = Long.toString(state.next("objects", 9001));
            var record = records(kind).putObject(id).put("id", id);
            var values = record.putObject("properties");
            properties.forEach(values::put);
            values.put("hs_object_id", id).put("createdate", clock.instant().toString());
            var links = record.putObject("associations");
            associations.forEach((other, ids) -> ids.forEach(links.withArrayProperty(other)::add));
            record.put("createdAt", clock.instant().toString()).put("archived", false);
            touch(record);
        }
        listener.accept(event(kind, id, "creation").put("changeFlag", "CREATED"));
        return id;
    }

    /** A person at the CRM changes one property. */
    public void change(String kind, String id, String property, String value) {
        write(kind, id, Map.of(property, value), "CRM_UI");
    }

    public synchronized String property(String kind, String id, String property) {
        return record(kind, id).path("properties").path(property).asText();
    }

    public synchronized boolean has(String kind, String id) {
        return records(kind).has(id);
    }

    /** Ids of all records of this kind, oldest first. */
    public synchronized List<String> ids(String kind) {
        var ids = new ArrayList<String>();
        records(kind).fieldNames().forEachRemaining(ids::add);
        return ids;
    }

    /** The tokens that an admin's consent would have given to the hub. */
    public ObjectNode consent() {
        return tokens.issue();
    }

    /** Lets a private app's fixed token in. */
    public void acceptToken(String accessToken) {
        tokens.accept(accessToken);
    }

    public void revokeConsent() {
        tokens.revokeAll();
    }

    /** An event of this kind about a record, as it stands in a webhook's array. */
    public synchronized ObjectNode event(String kind, String id, String type) {
        return VendorState.JSON
                .createObjectNode()
                .put("eventId", state.next("events", 100001))
                .put("subscriptionId", 25)
                .put("portalId", portalId)
                .put("appId", 1160452)
                .put("occurredAt", clock.millis())
                .put("subscriptionType", singular(kind) + "." + type)
                .put("attemptNumber", 0)
                .put("objectId", Long.parseLong(id));
    }

    public ObjectNode propertyChange(String kind, String id, String property, String value) {
        return event(kind, id, "propertyChange")
                .put("propertyName", property)
                .put("propertyValue", value)
                .put("changeSource", "CRM_UI");
    }

    /** One body with these events, signed for the address as HubSpot knows it. */
    public SignedWebhook webhook(URI address, ObjectNode... events) {
        var body = VendorState.JSON.createArrayNode().addAll(List.of(events)).toString();
        return sign(address, clock.instant(), body);
    }

    public SignedWebhook sign(URI address, Instant at, String body) {
        var key = clientSecret.getBytes(StandardCharsets.UTF_8);
        var time = Long.toString(at.toEpochMilli());
        var headers = new LinkedHashMap<String, String>();
        headers.put("Content-Type", "application/json");
        headers.put("X-HubSpot-Request-Timestamp", time);
        headers.put("X-HubSpot-Signature-v3", SignedWebhook.hmacSha256(key, "POST" + address + body + time));
        return new SignedWebhook(headers, body);
    }

    @Override
    VendorAnswer answer(VendorCall call) {
        if (call.path().equals("/oauth/authorize")) {
            return ConsentPage.of(call, tokens.newCode());
        }
        if (call.path().matches("/oauth/v[13]/token")) {
            return tokens.answer(call);
        }
        if (!tokens.accepts(call.bearer())) {
            return error(401, "INVALID_AUTHENTICATION", "Authentication credentials not found or expired");
        }
        if (call.path().startsWith("/account-info/v3/details")) {
            return VendorAnswer.json(200, VendorState.JSON.createObjectNode().put("portalId", portalId));
        }
        if (call.path().matches("/crm/v3/pipelines/(tickets|deals)")) {
            return VendorAnswer.json(200, pipelines(call.path().substring("/crm/v3/pipelines/".length())));
        }
        var parts = call.path().split("/", -1);
        if (!call.path().startsWith("/crm/v3/objects/") || parts.length < 5 || !KINDS.contains(parts[4])) {
            return error(404, "OBJECT_NOT_FOUND", "resource not found");
        }
        return parts.length == 5 ? collection(parts[4], call) : single(parts[4], parts[5], call);
    }

    private VendorAnswer collection(String kind, VendorCall call) {
        if (!call.method().equals("GET")) {
            return error(405, "VALIDATION_ERROR", "Only reading of lists is simulated");
        }
        var results = VendorState.JSON.createObjectNode();
        var list = results.putArray("results");
        records(kind).forEach(record -> list.add(shown((ObjectNode) record, call)));
        return VendorAnswer.json(200, results);
    }

    private VendorAnswer single(String kind, String id, VendorCall call) {
        if (!records(kind).has(id)) {
            return error(404, "OBJECT_NOT_FOUND", "Object not found.  objectId are usually numeric.");
        }
        if (call.method().equals("PATCH")) {
            return patched(kind, id, call);
        }
        return VendorAnswer.json(200, shown(record(kind, id), call));
    }

    private VendorAnswer patched(String kind, String id, VendorCall call) {
        JsonNode properties;
        try {
            properties = VendorState.JSON.readTree(call.body()).path("properties");
        } catch (JsonProcessingException e) {
            return error(400, "VALIDATION_ERROR", "Invalid input JSON");
        }
        var values = new LinkedHashMap<String, String>();
        properties
                .properties()
                .forEach(entry -> values.put(entry.getKey(), entry.getValue().asText()));
        var stage = values.getOrDefault(kind.equals("deals") ? "dealstage" : "hs_pipeline_stage", "");
        if (!stage.isEmpty() && !stages(kind).contains(stage)) {
            return error(400, "VALIDATION_ERROR", "Property values were not valid: " + stage + " is not a stage");
        }
        write(kind, id, values, "INTEGRATION");
        return VendorAnswer.json(200, shown(record(kind, id), call));
    }

    private void write(String kind, String id, Map<String, String> values, String source) {
        synchronized (this) {
            var record = record(kind, id);
            values.forEach(record.withObjectProperty("properties")::put);
            touch(record);
        }
        values.forEach((name, value) ->
                listener.accept(propertyChange(kind, id, name, value).put("changeSource", source)));
    }

    private ObjectNode shown(ObjectNode record, VendorCall call) {
        var wanted = wanted(call, "properties");
        var shown = record.deepCopy();
        shown.remove("associations");
        wanted.addAll(Set.of("hs_object_id", "createdate", "hs_lastmodifieddate"));
        var properties = shown.withObjectProperty("properties");
        if (call.query().containsKey("properties")) {
            properties.retain(wanted);
        }
        wanted.forEach(name -> {
            if (!properties.has(name)) {
                properties.putNull(name);
            }
        });
        associate(record, shown, wanted(call, "associations"));
        return shown;
    }

    private static void associate(ObjectNode record, ObjectNode shown, Set<String> wanted) {
        wanted.stream()
                .filter(kind -> !record.path("associations").path(kind).isEmpty())
                .forEach(kind -> {
                    var results = shown.withObjectProperty("associations")
                            .putObject(kind)
                            .putArray("results");
                    record.path("associations")
                            .path(kind)
                            .forEach(id ->
                                    results.addObject().put("id", id.asText()).put("type", "to_" + singular(kind)));
                });
    }

    private static Set<String> wanted(VendorCall call, String parameter) {
        return Arrays.stream(call.query().getOrDefault(parameter, "").split(","))
                .filter(name -> !name.isBlank())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private ObjectNode pipelines(String kind) {
        var body = VendorState.JSON.createObjectNode();
        var pipeline = body.putArray("results").addObject();
        pipeline.put("id", kind.equals("deals") ? "default" : "0").put("label", "Client pipeline");
        pipeline.put("displayOrder", 0).put("archived", false);
        ArrayNode stages = pipeline.putArray("stages");
        STAGES.getOrDefault(kind, List.of())
                .forEach(stage -> stages.addObject()
                        .put("id", stage.id())
                        .put("label", stage.label())
                        .put("displayOrder", stages.size())
                        .put("archived", false));
        return body;
    }

    private static List<String> stages(String kind) {
        return STAGES.getOrDefault(kind, List.of()).stream().map(Stage::id).toList();
    }

    private ObjectNode record(String kind, String id) {
        if (!(records(kind).get(id) instanceof ObjectNode record)) {
            throw new IllegalArgumentException("No " + id + " among the " + kind);
        }
        return record;
    }

    private ObjectNode records(String kind) {
        return state.map("objects").withObjectProperty(kind);
    }

    private void touch(ObjectNode record) {
        var last = state.map("counters").path("lastChange").asLong(0);
        var now = Math.max(clock.millis(), last + 1);
        state.map("counters").put("lastChange", now);
        var time = Instant.ofEpochMilli(now).toString();
        record.put("updatedAt", time).withObjectProperty("properties").put("hs_lastmodifieddate", time);
        state.save();
    }

    private static String singular(String kind) {
        return kind.equals("companies") ? "company" : kind.substring(0, kind.length() - 1);
    }

    @Override
    String faultBody(int status) {
        return "{\"status\":\"error\",\"message\":\"Fault planned by a test\",\"errorType\":\"RATE_LIMIT\"}";
    }

    private static VendorAnswer error(int status, String category, String message) {
        var body = VendorState.JSON.createObjectNode();
        body.put("status", "error").put("message", message).put("category", category);
        body.put("correlationId", "aeb5f871-7f07-4993-9211-075dc63e7cbf");
        return VendorAnswer.json(status, body);
    }
}
