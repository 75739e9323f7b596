package io.vestibule.hub.connector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.hub.canonical.Comment;
import io.vestibule.hub.canonical.InvoiceFacts;
import io.vestibule.hub.canonical.RequestDraft;
import io.vestibule.hub.connector.InboundTranslation.Command;
import io.vestibule.hub.connector.InboundTranslation.Facts;
import io.vestibule.hub.connector.InboundTranslation.Failed;
import io.vestibule.hub.connector.InboundTranslation.NotAccepted;
import io.vestibule.hub.mapping.Mappings;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Makes a canonical command of a vendor's event, by its rule: conditions on the event, fetch, conditions on the
 * record, mapping, check against the canonical record. Reads from the vendor, changes nothing anywhere.
 */
@Component
public final class InboundTranslator {

    private final Mappings mappings;
    private final @Nullable VendorHttp http;

    /** @param http null where only effect-free translation is wanted */
    public InboundTranslator(Mappings mappings, @Nullable VendorHttp http) {
        this.mappings = mappings;
        this.http = http;
    }

    /** How far an event came: to a translation, or only to the vendor's answer to the fetch (never a Done). */
    public sealed interface Result {
        record Translated(InboundTranslation translation) implements Result {}

        record NotFetched(VendorAnswer answer) implements Result {}
    }

    /** Everything from the stored event to the command. Holds no database connection while it calls the vendor. */
    public Result handle(VendorAccount account, Connector.InboundRule rule, JsonNode event) {
        try {
            Optional<InboundTranslation> refused = refusedEarly(account, rule, event);
            if (refused.isPresent()) {
                return new Result.Translated(refused.get());
            }
            if (rule.fetch() == null) {
                return new Result.Translated(translate(account, rule, event, null));
            }
            VendorCall call = VendorCall.get(fetchPath(account, rule, event));
            return fetched(account, rule, event, Objects.requireNonNull(http).call(account, call));
        } catch (Expressions.Failure failure) {
            return new Result.Translated(Failed.of(failure));
        }
    }

    /** The answer of the conditions on the event itself, before anything is fetched. */
    Optional<InboundTranslation> refusedEarly(VendorAccount account, Connector.InboundRule rule, JsonNode event) {
        try {
            return expressions(account, event)
                    .refusal(path(account, "only"), rule.only(), event)
                    .map(NotAccepted::new);
        } catch (Expressions.Failure failure) {
            return Optional.of(Failed.of(failure));
        }
    }

    private Result fetched(VendorAccount account, Connector.InboundRule rule, JsonNode event, VendorAnswer answer) {
        return answer instanceof VendorAnswer.Done done
                ? new Result.Translated(translate(account, rule, event, done.json()))
                : new Result.NotFetched(answer);
    }

    /** The part after the fetch, free of effects. {@code fetched}: null where the rule fetches nothing */
    public InboundTranslation translate(
            VendorAccount account, Connector.InboundRule rule, JsonNode event, @Nullable JsonNode fetched) {
        try {
            Expressions expressions = expressions(account, event);
            JsonNode answer = fetched == null ? event : fetched;
            JsonNode record = expressions.step(path(account, "take"), rule.take(), answer);
            if (record.isMissingNode() || record.isNull()) {
                return new Failed(path(account, "take"), "The vendor's answer does not hold the record");
            }
            Optional<String> refusal = expressions.refusal(path(account, "accept"), rule.accept(), record);
            return refusal.isPresent()
                    ? new NotAccepted(refusal.get())
                    : new Translating(account, rule, expressions, record).command();
        } catch (Expressions.Failure failure) {
            return Failed.of(failure);
        } catch (MappedRecords.Mismatch mismatch) {
            return new Failed(mapping(rule) + " -> " + mismatch.path, mismatch.words());
        }
    }

    /**
     * The same key with what helps a person to decide, where the rule says how to read that. A read that fails leaves the
     * key as it is: help must not keep a message from being held. Holds no database connection.
     */
    public LinkKey described(VendorAccount account, Connector.InboundRule rule, LinkKey key) {
        Optional<Connector.Link> link = readable(rule, key);
        if (link.isEmpty()) {
            return key;
        }
        try {
            String path = Template.of(String.valueOf(link.get().read()))
                    .fill(
                            name -> name.equals("link")
                                    ? key.id()
                                    : account.settings().get(name),
                            Template::urlPart);
            return Objects.requireNonNull(http).call(account, VendorCall.get(path)) instanceof VendorAnswer.Done done
                    ? described(account, rule, key, done.json())
                    : key;
        } catch (Template.Unfilled unfilled) {
            return key;
        }
    }

    /** The part after the read, free of effects. */
    LinkKey described(VendorAccount account, Connector.InboundRule rule, LinkKey key, JsonNode answer) {
        return readable(rule, key)
                .map(link -> named(account, link, key, answer))
                .orElse(key);
    }

    private static Optional<Connector.Link> readable(Connector.InboundRule rule, LinkKey key) {
        for (Connector.Link link = rule.link(); link != null; link = link.or()) {
            if (link.read() != null && link.kind().equals(key.kind())) {
                return Optional.of(link);
            }
        }
        return Optional.empty();
    }

    private LinkKey named(VendorAccount account, Connector.Link link, LinkKey key, JsonNode answer) {
        Expressions expressions = Expressions.of(mappings, account);
        try {
            return new LinkKey(
                    key.kind(),
                    key.id(),
                    expressions
                            .optionalText(path(account, "link/name"), link.name(), answer)
                            .orElse(null),
                    expressions
                            .optionalText(path(account, "link/email"), link.email(), answer)
                            .orElse(null));
        } catch (Expressions.Failure failure) {
            return key;
        }
    }

    private Expressions expressions(VendorAccount account, JsonNode event) {
        return Expressions.of(mappings, account).with("event", event);
    }

    private static String fetchPath(VendorAccount account, Connector.InboundRule rule, JsonNode event) {
        try {
            return Template.of(String.valueOf(rule.fetch()))
                    .fill(name -> value(account, event, name), Template::urlPart);
        } catch (Template.Unfilled unfilled) {
            throw new Expressions.Failure(path(account, "fetch"), unfilled.words());
        }
    }

    /** A setting, else a field of the event (dots lead into objects). */
    private static @Nullable String value(VendorAccount account, JsonNode event, String name) {
        String setting = account.settings().get(name);
        return setting != null
                ? setting
                : event.at("/" + name.replace('.', '/')).asText(null);
    }

    private static String path(VendorAccount account, String key) {
        return account.connector().name() + "/connector.yaml /inbound/" + key;
    }

    private static String mapping(Connector.InboundRule rule) {
        return ConnectorFiles.mapping(rule.map(), "inbound");
    }

    private static final class Translating {
        private final VendorAccount account;
        private final Connector.InboundRule rule;
        private final Expressions expressions;
        private final JsonNode record;

        Translating(VendorAccount account, Connector.InboundRule rule, Expressions expressions, JsonNode record) {
            this.account = account;
            this.rule = rule;
            this.expressions = expressions;
            this.record = record;
        }

        InboundTranslation command() {
            Connector.RecordKey key = rule.record();
            String id = expressions.text(path(account, "record/id"), key.id(), record);
            String url = optional("record/url", key.url());
            JsonNode data = expressions.json(mapping(rule), source(), record);
            Instant updatedAt = updatedAt(key);
            return new Command(
                    rule.to(),
                    facts(data, updatedAt, url),
                    data,
                    id,
                    link(rule.link()),
                    updatedAt,
                    url,
                    optional("record/label", key.label()),
                    null);
        }

        private String source() {
            return account.connector()
                    .mapping(mapping(rule))
                    .orElseThrow(() -> new Expressions.Failure(mapping(rule), "The mapping file is missing"));
        }

        private Facts facts(JsonNode data, @Nullable Instant updatedAt, @Nullable String url) {
            if (rule.to().contains("upsert-invoice")) {
                ObjectNode whole = filled(data);
                putIfAbsent(whole, "source", account.connector().title());
                putIfAbsent(whole, "sourceUrl", url);
                putIfAbsent(whole, "updatedAt", updatedAt == null ? null : updatedAt.toString());
                return new Facts.Invoice(MappedRecords.read(whole, InvoiceFacts.class));
            }
            Connector.RecordKey key = rule.record();
            if (key.request() != null) {
                String request = expressions.text(path(account, "record/request"), key.request(), record);
                return new Facts.Remark(request, MappedRecords.read(data, Comment.class));
            }
            return new Facts.Request(MappedRecords.read(data, RequestDraft.class));
        }

        private ObjectNode filled(JsonNode data) {
            if (data instanceof ObjectNode object) {
                return object.deepCopy();
            }
            throw new MappedRecords.Mismatch("", "an object is expected");
        }

        private void putIfAbsent(ObjectNode object, String field, @Nullable String value) {
            if (value != null && !object.hasNonNull(field)) {
                object.put(field, value);
            }
        }

        private @Nullable Instant updatedAt(Connector.RecordKey key) {
            String text = optional("record/updatedAt", key.updatedAt());
            try {
                return text == null ? null : Instant.parse(text);
            } catch (java.time.DateTimeException noTime) {
                throw new Expressions.Failure(
                        path(account, "record/updatedAt"), "\"" + text + "\" is no time: use $isoInstant");
            }
        }

        private @Nullable LinkKey link(Connector.@Nullable Link link) {
            for (Connector.Link each = link; each != null; each = each.or()) {
                String id = optional("link/id", each.id());
                if (id != null && each.read() != null) {
                    return new LinkKey(each.kind(), id, null, null);
                }
                if (id != null) {
                    String name = optional("link/name", each.name());
                    return new LinkKey(each.kind(), id, name, optional("link/email", each.email()));
                }
            }
            return null;
        }

        private @Nullable String optional(String key, @Nullable String expression) {
            return expressions
                    .optionalText(path(account, key), expression, record)
                    .orElse(null);
        }
    }
}
