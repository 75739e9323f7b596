package io.vestibule.portal.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.platform.security.GeneratedSecrets;
import io.vestibule.support.PortalTest;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class CommandTests extends PortalTest {

    @Autowired
    GeneratedSecrets secrets;

    private PeerClient peer;
    private String client;

    @BeforeEach
    void connect() {
        peer = new PeerClient(url(""), secrets.get("peer-token"));
        client = client(unique("client"));
    }

    @Test
    void opensARequestAndTellsTheFeed() {
        JsonNode result = open("'origin':{'account':'box','id':'%s'}".formatted(unique("mail")));

        assertThat(result.path("outcome").asText()).isEqualTo("applied");
        assertThat(result.path("resource").path("number").asText()).startsWith("REQ-");
        JsonNode event = lastEvent(result.path("resource").path("id").asText());
        assertThat(event.path("type").asText()).isEqualTo("request-opened");
        assertThat(event.path("origin").asText()).isEqualTo("box");
        assertThat(event.path("sequence").asLong()).isEqualTo(1);
        assertThat(event.path("data")
                        .path("request")
                        .path("requester")
                        .path("email")
                        .asText())
                .isEqualTo("tom@acme.example");
    }

    @Test
    void answersTheSecondTryOfACommandWithTheFirstResult() {
        String key = unique("key");
        String rest = openData("'origin':{'account':'box','id':'%s'}".formatted(unique("mail")));

        JsonNode first = peer.command(key, "open-request", rest);
        JsonNode second = peer.command(key, "open-request", rest);

        assertThat(first.path("outcome").asText()).isEqualTo("applied");
        assertThat(second).isEqualTo(first);
    }

    @Test
    void theSameCommandSentManyTimesAtOnceHasOneEffect() {
        String key = unique("key");
        String rest = openData("'origin':null"); // nothing but the key can tell them apart

        List<JsonNode> results = atOnce(6, () -> peer.command(key, "open-request", rest));

        assertThat(results)
                .extracting(result -> result.path("outcome").asText())
                .containsOnly("applied");
        assertThat(results)
                .extracting(result -> result.path("resource").path("id").asText())
                .containsOnly(results.getFirst().path("resource").path("id").asText());
        assertThat(portalDatabase
                        .sql("select count(*) from portal.request where client_id = ?::uuid")
                        .param(client)
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void refusesAnotherCommandWithAUsedKey() {
        String key = unique("key");
        peer.command(key, "upsert-client", "'data':{'name':'" + unique("one") + "'}");

        JsonNode result = peer.command(key, "upsert-client", "'data':{'name':'" + unique("two") + "'}");

        assertThat(result.path("outcome").asText()).isEqualTo("refused");
        assertThat(result.path("reason").asText()).isEqualTo("key-reused");
    }

    @Test
    void namesTheFirstRequestWhenItsOriginComesAgainWithAnotherKey() {
        String origin = "'origin':{'account':'box','id':'%s'}".formatted(unique("mail"));

        JsonNode first = open(origin);
        JsonNode second = open(origin);

        assertThat(second.path("outcome").asText()).isEqualTo("duplicate");
        assertThat(second.path("resource").path("id"))
                .isEqualTo(first.path("resource").path("id"));
    }

    @Test
    void aBadCommandDoesNotFailItsNeighbours() {
        JsonNode results = peer.commands(
                        "{'idempotencyKey':'%s','type':'upsert-client','data':{'name':'x'}}".formatted(unique("k")),
                        "{'idempotencyKey':'%s','type':'upsert-client','data':{'name':7}}".formatted(unique("k")),
                        "{'idempotencyKey':'%s','type':'fly','data':{}}".formatted(unique("k")),
                        "{'idempotencyKey':'%s','type':'upsert-client','data':{'name':'y'}}".formatted(unique("k")))
                .path("results");

        assertThat(results.findValuesAsText("outcome")).containsExactly("applied", "refused", "refused", "applied");
        assertThat(results.findValuesAsText("reason")).containsExactly("invalid-command", "invalid-command");
    }

    @Test
    void whatNoDatabaseCanHoldIsRefusedBesideItsNeighbours() {
        String request = open("'origin':null").path("resource").path("id").asText();
        String change =
                "'type':'change-request-status','data':{'requestId':'%s','status':'done','by':{'kind':'system','name':'CRM'}}"
                        .formatted(request);
        JsonNode results = peer.commands(
                        "{'idempotencyKey':'%s\\u0000','type':'upsert-client','data':{'name':'x'}}"
                                .formatted(unique("k")),
                        "{'idempotencyKey':'%s','sourceUpdatedAt':'+999999999-01-01T00:00:00Z',%s}"
                                .formatted(unique("k"), change),
                        "{'idempotencyKey':'%s','origin':{'account':' ','id':'1'},%s}".formatted(unique("k"), change),
                        "{'idempotencyKey':'%s','origin':{'account':'crm','id':'%s'},%s}"
                                .formatted(unique("k"), "1".repeat(3000), change),
                        "{'idempotencyKey':'%s','type':'upsert-client','data':{'name':'y'}}".formatted(unique("k")))
                .path("results");

        assertThat(results.findValuesAsText("outcome"))
                .containsExactly("refused", "refused", "refused", "refused", "applied");
        assertThat(results.findValuesAsText("reason")).containsOnly("invalid-command");
    }

    @Test
    void theCommandsOfOneCallShareACommit() {
        List<String> keys = List.of(unique("k"), unique("k"), unique("k"));

        peer.commands(keys.stream().map(key -> upsertInvoice(key, key)).toArray(String[]::new));

        assertThat(commitsOf(keys)).isEqualTo(1);
    }

    @Test
    void aCommandThatBreaksItsCallsTransactionFailsAlone() {
        List<String> keys = List.of(unique("k"), unique("k"));
        String unstorable = unique("k");
        constraint("add constraint unstorable check (origin_id <> '" + unstorable + "') not valid");
        try {
            JsonNode results = peer.commands(
                            upsertInvoice(keys.get(0), keys.get(0)),
                            upsertInvoice(unstorable, unstorable),
                            upsertInvoice(keys.get(1), keys.get(1)))
                    .path("results");

            assertThat(results.findValuesAsText("outcome")).containsExactly("applied", "refused", "applied");
            assertThat(commitsOf(keys)).isEqualTo(2);
        } finally {
            constraint("drop constraint unstorable");
        }
    }

    private void constraint(String change) {
        portalDatabase.sql("alter table portal.invoice " + change).update();
    }

    @Test
    void aCallThatComesAgainAfterItsAnswerWasLostHasOneEffectPerCommand() {
        List<String> keys = List.of(unique("k"), unique("k"), unique("k"));
        String[] commands = keys.stream().map(key -> upsertInvoice(key, key)).toArray(String[]::new);

        JsonNode first = peer.commands(commands);
        JsonNode again = peer.commands(commands);

        assertThat(again).isEqualTo(first);
        assertThat(first.findValuesAsText("version")).containsExactly("1", "1", "1");
        assertThat(portalDatabase
                        .sql("select count(*) from portal.feed_event where origin = ?")
                        .param(client)
                        .query(Integer.class)
                        .single())
                .isEqualTo(3);
    }

    @Test
    void eachCommandOfACallGoesOnWithItsOwnTraceAndIsTheSameInAnotherStepOfIt() {
        List<String> keys = List.of(unique("k"), unique("k"));
        List<String> traces = List.of("a".repeat(32), "b".repeat(32));

        JsonNode first =
                peer.commands(inTrace(keys.get(0), traces.get(0), '1'), inTrace(keys.get(1), traces.get(1), '1'));
        JsonNode again =
                peer.commands(inTrace(keys.get(0), traces.get(0), '2'), inTrace(keys.get(1), traces.get(1), '2'));

        assertThat(again).isEqualTo(first);
        assertThat(portalDatabase
                        .sql("select trace from portal.feed_event where origin = ? order by position")
                        .param(client)
                        .query(String.class)
                        .list())
                .satisfiesExactly(
                        trace -> assertThat(trace).contains(traces.get(0)),
                        trace -> assertThat(trace).contains(traces.get(1)));
    }

    private String inTrace(String key, String trace, char step) {
        String traceparent = "00-" + trace + "-" + String.valueOf(step).repeat(16) + "-00";
        return upsertInvoice(key, key).replaceFirst("\\{", "{'traceparent':'" + traceparent + "',");
    }

    @Test
    void callsThatCrossEachOtherOnTheSameRecordsAreBothCarriedOut() {
        String one = open("'origin':null").path("resource").path("id").asText();
        String two = open("'origin':null").path("resource").path("id").asText();
        Iterator<List<String>> orders =
                List.of(List.of(one, two), List.of(two, one)).iterator();

        List<JsonNode> results = atOnce(2, () -> {
            List<String> order = next(orders);
            return peer.commands(order.stream().map(this::note).toArray(String[]::new));
        });

        assertThat(results)
                .allSatisfy(
                        result -> assertThat(result.findValuesAsText("outcome")).containsExactly("applied", "applied"));
    }

    private static synchronized <T> T next(Iterator<T> iterator) {
        return iterator.next();
    }

    private String note(String request) {
        return "{'idempotencyKey':'%s','type':'add-comment','data':{'requestId':'%s','comment':{'author':{'kind':'contact','email':'tom@acme.example'},'visibility':'public','text':'Hello','channel':'email','at':'2026-09-01T10:00:00Z'}}}"
                .formatted(unique("k"), request);
    }

    private int commitsOf(List<String> keys) {
        return portalDatabase
                .sql("select count(distinct xmin::text) from portal.applied_command where key = any(?)")
                .param(keys.toArray(String[]::new))
                .query(Integer.class)
                .single();
    }

    private String upsertInvoice(String key, String id) {
        return """
                {'idempotencyKey':'%s','type':'upsert-invoice','origin':{'account':'%s','id':'%s'},
                'sourceUpdatedAt':'2026-09-01T09:00:00Z','data':{'clientId':'%s','facts':{'number':'INV-1',
                'status':'open','total':{'amount':'10.00','currency':'EUR'},'amountDue':{'amount':'10.00',
                'currency':'EUR'},'source':'Books','updatedAt':'2026-09-01T09:00:00Z'}}}""".formatted(key, client, id, client);
    }

    @Test
    void aClientsCommentBringsADoneRequestBack() {
        String request = open("'origin':null").path("resource").path("id").asText();
        changeStatus(request, "done", "");

        comment(request, "contact", "tom@acme.example", "'origin':null");

        assertThat(peer.get("/requests/" + request).path("state").path("status").asText())
                .isEqualTo("in-progress");
        assertThat(lastEvent(request).path("type").asText()).isEqualTo("request-status-changed");
    }

    @Test
    void refusesAStatusWhenTheRequestHasMovedOn() {
        JsonNode opened = open("'origin':null").path("resource");
        String request = opened.path("id").asText();
        comment(request, "contact", "tom@acme.example", "'origin':null");

        JsonNode result = changeStatus(
                request, "done", "'expectedVersion':" + opened.path("version").asLong() + ",");

        assertThat(result.path("reason").asText()).isEqualTo("version-moved");
    }

    @Test
    void olderNewsOfASourceIsStale() {
        String request = open("'origin':null").path("resource").path("id").asText();
        String origin = "'origin':{'account':'crm','id':'1'},'sourceUpdatedAt':'%s',";

        JsonNode newer = changeStatus(request, "done", origin.formatted("2026-09-01T10:00:01Z"));
        JsonNode older = changeStatus(request, "in-progress", origin.formatted("2026-09-01T10:00:00Z"));

        assertThat(newer.path("outcome").asText()).isEqualTo("applied");
        assertThat(older.path("outcome").asText()).isEqualTo("stale");
    }

    /** The results of this many calls that start together. */
    private static <T> List<T> atOnce(int times, Supplier<T> call) {
        CyclicBarrier start = new CyclicBarrier(times);
        try (ExecutorService threads = Executors.newFixedThreadPool(times)) {
            List<Future<T>> calls = Stream.generate(() -> threads.submit(() -> {
                        start.await();
                        return call.get();
                    }))
                    .limit(times)
                    .toList();
            return calls.stream().map(CommandTests::result).toList();
        }
    }

    private static <T> T result(Future<T> call) {
        try {
            return call.get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonNode changeStatus(String request, String status, String envelope) {
        return peer.command(
                unique("key"),
                "change-request-status",
                envelope
                        + "'data':{'requestId':'%s','status':'%s','by':{'kind':'system','name':'CRM'}}"
                                .formatted(request, status));
    }

    private JsonNode comment(String request, String kind, String email, String origin) {
        return peer.command(
                unique("key"),
                "add-comment",
                origin
                        + ",'data':{'requestId':'%s','comment':{'author':{'kind':'%s','email':'%s'},'visibility':'public','text':'Hello','channel':'email','at':'2026-09-01T10:00:00Z'}}"
                                .formatted(request, kind, email));
    }

    private JsonNode open(String origin) {
        return peer.command(unique("key"), "open-request", openData(origin));
    }

    private String openData(String origin) {
        return origin
                + ",'data':{'clientId':'%s','draft':{'subject':'VAT return','text':'Please help','requester':{'kind':'contact','name':'Tom','email':'tom@acme.example'},'channel':'email','sentAt':'2026-09-01T09:00:00Z'}}"
                        .formatted(client);
    }

    private String client(String name) {
        JsonNode result = peer.command(unique("key"), "upsert-client", "'data':{'name':'" + name + "'}");
        return result.path("resource").path("id").asText();
    }

    /** The feed shows an event once every transaction that began before it has ended: soon, not at once. */
    private JsonNode lastEvent(String object) {
        return await().atMost(Duration.ofSeconds(10)).until(() -> lastEventNow(object), event -> !event.isEmpty());
    }

    private JsonNode lastEventNow(String object) {
        JsonNode found = PeerClient.object();
        String cursor = "";
        JsonNode page;
        do {
            page = peer.get("/feed?limit=500" + (cursor.isEmpty() ? "" : "&after=" + cursor));
            for (JsonNode event : page.path("events")) {
                found = event.path("object").path("id").asText().equals(object) ? event : found;
            }
            cursor = page.path("nextCursor").asText();
        } while (page.path("more").asBoolean());
        return found;
    }
}
