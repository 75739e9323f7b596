package io.vestibule.hub.connector;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.OptBoolean;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the catalogue: {@code connectors/<name>/connector.yaml}, read whole. Immutable; every key that the file
 * may leave out has its default here. {@link ConnectorCatalog} hands out only those that {@link ConnectorCheck} passed.
 *
 * @param name equals its folder's name
 * @param app fields entered once per registration with the vendor
 * @param settings fields entered per connection
 * @param auth ways to sign calls; the first whose values are all filled in is used, see {@link Auth#usableWith}
 * @param mappings the text of every mapping file by its path in the folder; not part of the YAML
 */
public record Connector(
        @JsonProperty("connector") String name,
        String title,
        int version,
        Maturity maturity,
        @Nullable String summary,
        Map<String, Setting> app,
        Map<String, Setting> settings,

        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
        List<Auth> auth,

        @Nullable Http http,
        Receive receive,
        List<InboundRule> inbound,
        List<OutboundRule> outbound,
        Map<String, StatusTable> statuses,

        @JacksonInject(value = Connector.FILES, useInput = OptBoolean.FALSE)
        Map<String, String> mappings) {

    /** The setting that says whose status stays when both sides changed it: {@code record} or {@code portal}. */
    public static final String STATUS_OWNER = "statusOwner";

    static final String FILES = "mappings";

    public Connector {
        mappings = copy(mappings);
        maturity = maturity == null ? Maturity.DRAFT : maturity;
        app = copy(app);
        settings = copy(settings);
        auth = auth == null ? List.of() : List.copyOf(auth);
        receive = receive == null ? new Receive(null, null) : receive;
        inbound = inbound == null ? List.of() : List.copyOf(inbound);
        outbound = outbound == null ? List.of() : List.copyOf(outbound);
        statuses = copy(statuses);
    }

    /** Keeps the order of the file: forms are drawn from it. */
    static <V> Map<String, V> copy(@Nullable Map<String, V> map) {
        return map == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /** The rule for an inbound event type; the check makes sure that there is at most one. */
    public Optional<InboundRule> inboundFor(String eventType) {
        return inbound.stream().filter(rule -> rule.event().contains(eventType)).findFirst();
    }

    /** The rule for an event of the portal's feed, by its wire name. */
    public Optional<OutboundRule> outboundFor(String eventType) {
        return outbound.stream()
                .filter(rule -> rule.event().contains(eventType))
                .findFirst();
    }

    /** The text of a mapping file, by its path within the folder. */
    Optional<String> mapping(String file) {
        return Optional.ofNullable(mappings.get(file));
    }

    /** App fields and settings together, in the order of the file. */
    public Map<String, Setting> fields() {
        Map<String, Setting> all = new LinkedHashMap<>(app);
        all.putAll(settings);
        return all;
    }

    /** The OAuth part, for connectors that can be authorised by redirect. */
    public Optional<Auth> oauth() {
        return auth.stream().filter(way -> way.type() == AuthType.OAUTH2).findFirst();
    }

    /** How the accounts are listed of which one is chosen after sign-in; empty where people enter the account. */
    public Optional<Accounts> accounts() {
        return oauth().map(Auth::accounts);
    }

    /** How far a connector can be trusted: written; all samples pass; run against the vendor. */
    public enum Maturity {
        @JsonProperty("draft")
        DRAFT,
        @JsonProperty("tested")
        TESTED,
        @JsonProperty("proven")
        PROVEN
    }

    public enum AuthType {
        @JsonProperty("oauth2")
        OAUTH2,
        @JsonProperty("bearer")
        BEARER,
        @JsonProperty("basic")
        BASIC
    }

    /** Where an OAuth client shows its id and secret at the token endpoint. */
    public enum ClientAuth {
        @JsonProperty("basic")
        BASIC,
        @JsonProperty("body")
        BODY
    }

    /** What the vendor does with a refresh token when it is used. */
    public enum RefreshToken {
        @JsonProperty("keeps")
        KEEPS,
        @JsonProperty("rotates")
        ROTATES
    }

    /**
     * One way to sign calls.
     *
     * @param refusals OAuth only: what the token endpoint says, in {@code error} or {@code status}, when access was taken
     *     back, beside the words of OAuth itself
     * @param token for bearer, a template such as {@code {accessToken}}
     * @param pkce send a code challenge along with the state
     * @param accounts OAuth only: what this sign-in may use, where a connection is one of several accounts
     */
    public record Auth(
            AuthType type,
            @Nullable String authorizeUrl,
            @Nullable String tokenUrl,
            List<String> scopes,
            RefreshToken refreshToken,
            ClientAuth clientAuth,
            List<String> refusals,
            boolean pkce,
            @Nullable String token,
            @Nullable String user,
            @Nullable String password,
            @Nullable Accounts accounts) {

        public Auth {
            scopes = scopes == null ? List.of() : List.copyOf(scopes);
            refusals = refusals == null ? List.of() : List.copyOf(refusals);
            refreshToken = refreshToken == null ? RefreshToken.KEEPS : refreshToken;
            clientAuth = clientAuth == null ? ClientAuth.BASIC : clientAuth;
        }

        /** Bearer and basic need their values; OAuth gets its token when a person connects. */
        boolean usableWith(Map<String, String> values) {
            return Stream.of(token, user, password)
                    .filter(Objects::nonNull)
                    .allMatch(template -> Template.of(template).names().stream()
                            .allMatch(name -> !values.getOrDefault(name, "").isBlank()));
        }
    }

    /**
     * The list of accounts after sign-in, read with nothing but the access token.
     *
     * @param get a whole address, not one behind {@code http.baseUrl}
     * @param take JSONata: the list within the answer
     * @param id JSONata over each: its id, which becomes the value of {@code setting}
     * @param title JSONata over each: what people call it
     */
    public record Accounts(String get, @Nullable String take, String id, String title, String setting) {}

    /**
     * How the vendor is called.
     *
     * @param words JSONata for the vendor's own words in an answer that says no
     * @param check the call of the button "Test connection"
     */
    public record Http(
            String baseUrl,
            Map<String, String> headers,
            @Nullable Rate rate,
            @Nullable CheckCall check,
            @Nullable String words,
            List<ResponseRule> responses) {

        public Http {
            headers = copy(headers);
            responses = responses == null ? List.of() : List.copyOf(responses);
        }
    }

    /** What the vendor lets one account do. {@code per}: like {@code 10s} or {@code 1m} */
    public record Rate(int requests, String per, @Nullable Integer concurrent) {}

    public record Receive(
            @Nullable Webhook webhook, @Nullable Mail mail) {}

    /** The connector is a mailbox: {@code mail: {}}. */
    public record Mail() {}

    public enum BodyForm {
        @JsonProperty("json")
        JSON,
        @JsonProperty("form")
        FORM
    }

    /**
     * How deliveries are checked, answered and split. All but verify and answer are JSONata; {@code events} over the
     * whole body, the others over one event, with {@code $headers} (lower case) and {@code $body} at hand.
     *
     * @param account picks the connection; null = the app is the account
     * @param order default ordering key where the event's rule names none
     */
    public record Webhook(
            Verify verify,
            Answer answer,
            BodyForm body,
            @Nullable String events,
            @Nullable String account,
            String id,
            String type,
            @Nullable String order) {

        public Webhook {
            answer = answer == null ? new Answer(202, null) : answer;
            body = body == null ? BodyForm.JSON : body;
        }
    }

    /** What a genuine delivery is answered with. {@code body}: {@code receipt} (default) or {@code none} */
    public record Answer(int status, @Nullable String body) {
        public Answer {
            status = status == 0 ? 202 : status;
        }

        public boolean empty() {
            return "none".equals(body);
        }
    }

    /**
     * What the portal gets of an event.
     *
     * @param only conditions on the event itself, checked before anything is fetched
     * @param fetch path of the record at the vendor; null = the event is the record
     * @param take JSONata: the record within the answer
     * @param accept conditions on the record
     * @param map name of the mapping {@code mappings/<map>.inbound.jsonata}
     * @param to commands it may become: upsert-invoice or add-comment alone, or open-request with revise-request and
     *     change-request-status for requests that stay kept at their source
     * @param link whose record it is, for connections that serve several clients
     */
    public record InboundRule(
            @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            List<String> event,

            @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            List<Condition> only,

            @Nullable String fetch,
            @Nullable String take,

            @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            List<Condition> accept,

            String map,

            @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            List<String> to,

            @Nullable String order,
            RecordKey record,
            @Nullable Link link) {

        public InboundRule {
            event = event == null ? List.of() : List.copyOf(event);
            only = only == null ? List.of() : List.copyOf(only);
            accept = accept == null ? List.of() : List.copyOf(accept);
            to = to == null ? List.of() : List.copyOf(to);
        }
    }

    /** {@code when} (JSONata) must hold, else the event is ignored for the reason {@code otherwise}. */
    public record Condition(
            String when, @JsonProperty("else") String otherwise) {}

    /**
     * JSONata over the record.
     *
     * @param label what links to it are called, e.g. "HubSpot ticket 9912"
     * @param request for add-comment: the id of the record whose request it belongs to
     */
    public record RecordKey(
            String id,
            @Nullable String request,
            @Nullable String updatedAt,
            @Nullable String url,
            @Nullable String label) {}

    /**
     * Which vendor record stands for the client; name and email (JSONata) only help a person to decide. An object, or
     * several of which the first with an id counts.
     *
     * @param read path of that record, read only when a person has to decide; name and email are then over its answer
     */
    public record Link(
            String kind,
            String id,
            @Nullable String read,
            @Nullable String name,
            @Nullable String email,
            @Nullable Link or) {}

    /**
     * What the vendor gets of a change in the portal.
     *
     * @param when JSONata over the portal's event; false = not needed
     * @param read the record before the write; {@code status} then compares it
     * @param map name of the mapping {@code mappings/<map>.outbound.jsonata}; null = no body
     */
    public record OutboundRule(
            @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            List<String> event,

            @Nullable String when,
            @Nullable String read,
            @Nullable StatusWrite status,
            @Nullable String map,
            Send send) {

        public OutboundRule {
            event = event == null ? List.of() : List.copyOf(event);
        }
    }

    /**
     * A status that is carried over by a table, and only where the vendor's present value means something else.
     *
     * @param of the status table
     * @param wanted JSONata over the portal's event: our status
     * @param present JSONata over what {@code read} answered: the vendor's value now
     */
    public record StatusWrite(String of, String wanted, String present) {}

    /** One method with its path. */
    public record Send(@Nullable String put, @Nullable String patch) {

        public String method() {
            return put != null ? "PUT" : "PATCH";
        }

        public String path() {
            return Objects.requireNonNull(put != null ? put : patch);
        }
    }

    /**
     * How statuses translate.
     *
     * @param in every status of the vendor to one of ours
     * @param out one vendor value for ours
     * @param values all statuses the vendor has, where they are fixed
     * @param list the call that lists them, where each account has its own
     * @param perConnection true: each connection has a table of its own and this one is the proposal
     */
    public record StatusTable(
            Map<String, String> in,
            Map<String, String> out,
            List<String> values,
            @Nullable StatusList list,
            boolean perConnection) {

        public StatusTable {
            in = copy(in);
            out = copy(out);
            values = values == null ? List.of() : List.copyOf(values);
        }
    }

    /** @param take JSONata over the answer: a list of {@code {value, title}} */
    public record StatusList(String get, String take) {}
}
