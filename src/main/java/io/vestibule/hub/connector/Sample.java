package io.vestibule.hub.connector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.hub.mapping.Mappings;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * One folder {@code samples/<what-happened>}: what came in, what was fetched, and what must come of it. Runs without
 * any network. {@code input.json} makes it an inbound sample, {@code event.json} an outbound one.
 */
final class Sample {

    private final Mappings mappings;
    private final Connector connector;
    private final ConnectorFiles files;
    private final String folder;

    Sample(Mappings mappings, Connector connector, ConnectorFiles files, String name) {
        this.mappings = mappings;
        this.connector = connector;
        this.files = files;
        this.folder = "samples/" + name + "/";
    }

    /** What was made of it, in the form of {@code expected.json}, and which rules took part. */
    record Run(JsonNode actual, TreeSet<String> events) {}

    Optional<JsonNode> expected() {
        return json("expected.json");
    }

    Run run() {
        return files.has(folder + "event.json") ? outbound() : inbound();
    }

    private Run inbound() {
        byte[] body =
                Optional.ofNullable(files.files().get(folder + "input.json")).orElse(new byte[0]);
        ArrayNode results = VendorJson.MAPPER.createArrayNode();
        TreeSet<String> types = new TreeSet<>();
        switch (new EventSplitter(mappings).split(connector, body, headers())) {
            case EventSplitter.Split.Unreadable unreadable ->
                results.add(VendorJson.MAPPER.createObjectNode().put("unreadable", unreadable.reason()));
            case EventSplitter.Split.TooMany many ->
                results.add(VendorJson.MAPPER.createObjectNode().put("tooMany", many.events()));
            case EventSplitter.Split.Events events ->
                events.events().forEach(event -> {
                    types.add(event.type());
                    results.add(inbound(event));
                });
        }
        return new Run(results, types);
    }

    private ObjectNode inbound(SplitEvent event) {
        ObjectNode result = VendorJson.MAPPER.createObjectNode();
        putIfPresent(result, "account", event.account());
        result.put("id", event.externalId()).put("type", event.type()).put("order", event.orderingKey());
        if (event.failurePath() != null) {
            return result.put("failed", event.failurePath());
        }
        Optional<Connector.InboundRule> rule = connector.inboundFor(event.type());
        if (rule.isEmpty()) {
            return result.put("notAccepted", "no-rule");
        }
        JsonNode fetched = json("fetched.json").orElse(null);
        InboundTranslator translator = new InboundTranslator(mappings, null);
        InboundTranslation translation = translator
                .refusedEarly(account(), rule.get(), event.json())
                .orElseGet(() -> translator.translate(account(), rule.get(), event.json(), fetched));
        Optional<JsonNode> linked = json("linked.json");
        return described(
                result,
                translation,
                key -> linked.map(answer -> translator.described(account(), rule.get(), key, answer))
                        .orElse(key));
    }

    /** @param more the link with what was read of it */
    private static ObjectNode described(
            ObjectNode result, InboundTranslation translation, UnaryOperator<LinkKey> more) {
        return switch (translation) {
            case InboundTranslation.NotAccepted not -> result.put("notAccepted", not.reason());
            case InboundTranslation.Failed failed ->
                result.put("failed", failed.path()).put("message", failed.message());
            case InboundTranslation.Command command -> {
                command.to().forEach(result.putArray("to")::add);
                result.put("record", command.externalId());
                if (command.facts() instanceof InboundTranslation.Facts.Remark remark) {
                    result.put("request", remark.requestRecord());
                }
                putIfPresent(result, "updatedAt", command.sourceUpdatedAt());
                putIfPresent(result, "url", command.url());
                putIfPresent(result, "label", command.label());
                if (command.link() != null) {
                    result.set("link", MappedRecords.write(more.apply(command.link())));
                }
                yield result.<ObjectNode>set("data", command.data());
            }
        };
    }

    private static void putIfPresent(ObjectNode result, String name, @org.jspecify.annotations.Nullable Object value) {
        if (value != null && !value.toString().isEmpty()) {
            result.put(name, value.toString());
        }
    }

    private Run outbound() {
        JsonNode input = json("event.json").orElseGet(Expressions::nothing);
        String type = input.path("type").asText();
        TreeSet<String> types = new TreeSet<>(List.of("outbound " + type));
        ObjectNode result = VendorJson.MAPPER.createObjectNode();
        Optional<Connector.OutboundRule> rule = connector.outboundFor(type);
        if (rule.isEmpty()) {
            return new Run(result.put("notNeeded", "no-rule"), types);
        }
        JsonNode read = json("read.json").orElse(null);
        OutboundTranslator.Plan plan = new OutboundTranslator(mappings, null)
                .plan(
                        account(),
                        rule.get(),
                        input.path("event"),
                        input.path("record").asText(),
                        read);
        switch (plan) {
            case OutboundTranslator.Plan.Write write -> {
                result.put("method", write.call().method())
                        .put("path", write.call().path());
                if (write.call().body() != null) {
                    result.set("body", write.call().body());
                }
            }
            case OutboundTranslator.Plan.NotNeeded not -> result.put("notNeeded", not.reason());
            case OutboundTranslator.Plan.Failed failed ->
                result.put("failed", failed.path()).put("message", failed.message());
            case OutboundTranslator.Plan.Read needed ->
                result.put("failed", "read.json is missing for " + needed.path());
        }
        return new Run(result, types);
    }

    /** The connection of the sample: {@code connection.json} with settings and statuses, else defaults. */
    private VendorAccount account() {
        JsonNode given = json("connection.json").orElseGet(Expressions::nothing);
        Map<String, VendorAccount.StatusPair> statuses = new HashMap<>();
        given.path("statuses")
                .properties()
                .forEach(table -> statuses.put(
                        table.getKey(),
                        new VendorAccount.StatusPair(
                                texts(table.getValue().path("in")),
                                texts(table.getValue().path("out")))));
        return new VendorAccount("sample", connector, texts(given.path("settings")), Map.of(), statuses);
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new HashMap<>();
        object.properties()
                .forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
        return texts;
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new TreeMap<>();
        files.text(folder + "headers.txt").orElse("").lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        });
        return headers;
    }

    private Optional<JsonNode> json(String file) {
        return Optional.ofNullable(files.files().get(folder + file)).flatMap(VendorJson::parse);
    }
}
