package io.vestibule.hub.connector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.hub.canonical.CanonicalEvent;
import io.vestibule.hub.mapping.Mappings;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Carries a change of the portal to a vendor's record, by the connector's outbound rule: condition, read, compare,
 * write. Nothing is written when the vendor's present value already means what is wanted, so trying again is safe.
 */
@Component
public final class OutboundTranslator {

    private final Mappings mappings;
    private final @Nullable VendorHttp http;

    /** @param http null where only effect-free planning is wanted */
    public OutboundTranslator(Mappings mappings, @Nullable VendorHttp http) {
        this.mappings = mappings;
        this.http = http;
    }

    /** How far a change came. */
    public sealed interface Result {
        /** The vendor was asked to write (or to read, where that failed already) and this is what it said. */
        record Answered(VendorAnswer answer) implements Result {}

        /** Nothing had to be written. {@code reason}: symbol in kebab case */
        record NotNeeded(String reason) implements Result {}

        /** The caller decided for the vendor's present value. */
        record Overruled(String present) implements Result {}

        record Failed(String path, String message) implements Result {}
    }

    /** The wire name of an event, as rules and status tables use it. */
    public static String wireName(CanonicalEvent event) {
        return MappedRecords.kebab(event.getClass());
    }

    /** The event as rules and mappings see it. */
    public static JsonNode json(CanonicalEvent event) {
        return MappedRecords.write(event);
    }

    /**
     * Reads, compares and writes as the rule says.
     *
     * @param record the vendor's id of the record that the event's object is linked with, as {@code {record}}
     * @param overruled asked with the vendor's present status before it is written over; true = it stays
     */
    public Result deliver(
            VendorAccount account,
            Connector.OutboundRule rule,
            CanonicalEvent change,
            String record,
            Predicate<String> overruled) {
        VendorHttp vendor = Objects.requireNonNull(http);
        JsonNode event = json(change);
        Plan plan = plan(account, rule, event, record, null);
        if (plan instanceof Plan.Read read) {
            VendorAnswer answer = vendor.call(account, VendorCall.get(read.path()));
            if (!(answer instanceof VendorAnswer.Done done)) {
                return new Result.Answered(answer);
            }
            plan = plan(account, rule, event, record, done.json());
            Optional<String> present =
                    plan instanceof Plan.Write ? presentStatus(account, rule, done.json()) : Optional.empty();
            if (present.filter(overruled).isPresent()) {
                return new Result.Overruled(present.get());
            }
        }
        return switch (plan) {
            case Plan.Write write -> new Result.Answered(vendor.call(account, write.call()));
            case Plan.NotNeeded not -> new Result.NotNeeded(not.reason());
            case Plan.Failed failed -> new Result.Failed(failed.path(), failed.message());
            case Plan.Read again -> throw new IllegalStateException("A plan asks to read twice: " + again.path());
        };
    }

    /** Whether the record is to become what the change says: the rule takes it, and the table has a status for it. */
    public boolean writes(VendorAccount account, Connector.OutboundRule rule, CanonicalEvent change, String record) {
        Plan plan = plan(account, rule, json(change), record, null);
        return plan instanceof Plan.Read || plan instanceof Plan.Write;
    }

    private Optional<String> presentStatus(VendorAccount account, Connector.OutboundRule rule, JsonNode present) {
        return rule.status() == null
                ? Optional.empty()
                : Expressions.of(mappings, account)
                        .optionalText("outbound/status/present", rule.status().present(), present);
    }

    /** What is to be done next, without doing it. */
    sealed interface Plan {
        record Read(String path) implements Plan {}

        record Write(VendorCall call) implements Plan {}

        record NotNeeded(String reason) implements Plan {}

        record Failed(String path, String message) implements Plan {}
    }

    /** @param present what the rule's read answered, null before it was asked */
    Plan plan(
            VendorAccount account,
            Connector.OutboundRule rule,
            JsonNode event,
            String record,
            @Nullable JsonNode present) {
        try {
            return new Planning(account, rule, event, record).plan(present);
        } catch (Expressions.Failure failure) {
            return new Plan.Failed(failure.path, failure.words());
        } catch (Template.Unfilled unfilled) {
            return new Plan.Failed(account.connector().name() + "/connector.yaml /outbound", unfilled.words());
        }
    }

    private final class Planning {
        private final VendorAccount account;
        private final Connector.OutboundRule rule;
        private final JsonNode event;
        private final String record;
        private final Expressions expressions;

        Planning(VendorAccount account, Connector.OutboundRule rule, JsonNode event, String record) {
            this.account = account;
            this.rule = rule;
            this.event = event;
            this.record = record;
            this.expressions =
                    Expressions.of(mappings, account).with("event", event).with("record", record);
        }

        Plan plan(@Nullable JsonNode present) {
            if (rule.when() != null && !expressions.holds(path("when"), rule.when(), event)) {
                return new Plan.NotNeeded("not-chosen");
            }
            Connector.StatusWrite status = rule.status();
            if (status != null && vendorStatus(status).isEmpty()) {
                return new Plan.NotNeeded("no-status-for-it");
            }
            if (rule.read() != null && present == null) {
                return new Plan.Read(filled(rule.read()));
            }
            boolean fits = status != null && present != null && fits(status, present);
            return fits ? new Plan.NotNeeded("already-there") : write();
        }

        private Optional<String> vendorStatus(Connector.StatusWrite status) {
            String ours = expressions.text(path("status/wanted"), status.wanted(), event);
            String theirs = account.statusPair(status.of()).out().get(ours);
            if (theirs != null) {
                expressions.with("vendorStatus", theirs);
            }
            return Optional.ofNullable(theirs);
        }

        private boolean fits(Connector.StatusWrite status, JsonNode present) {
            String ours = expressions.text(path("status/wanted"), status.wanted(), event);
            String theirs = expressions.text(path("status/present"), status.present(), present);
            return ours.equals(account.statusPair(status.of()).in().get(theirs));
        }

        private Plan write() {
            Connector.Send send = rule.send();
            return new Plan.Write(new VendorCall(send.method(), filled(send.path()), body(), Map.of()));
        }

        private @Nullable JsonNode body() {
            if (rule.map() == null) {
                return null;
            }
            String file = ConnectorFiles.mapping(rule.map(), "outbound");
            String source = account.connector()
                    .mapping(file)
                    .orElseThrow(() -> new Expressions.Failure(file, "The mapping file is missing"));
            JsonNode body = expressions.json(file, source, event);
            if (body instanceof ObjectNode) {
                return body;
            }
            throw new Expressions.Failure(file, "The mapping must give an object");
        }

        private String filled(String template) {
            return Template.of(template).fill(this::value, Template::urlPart);
        }

        private @Nullable String value(String name) {
            return name.equals("record") ? record : account.settings().get(name);
        }

        private String path(String key) {
            return account.connector().name() + "/connector.yaml /outbound/" + key;
        }
    }
}
