package io.vestibule.portal.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.platform.security.GeneratedSecrets;
import io.vestibule.portal.support.OtherTransaction;
import io.vestibule.support.PortalTest;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Commands of one call keep out of the way of whoever changes the same requests. */
class CommandLockTests extends PortalTest {

    private static final Executor THREADS = Thread.ofPlatform()::start;

    @Autowired
    GeneratedSecrets secrets;

    private PeerClient peer;
    private String client = "";
    private UUID lower;
    private UUID higher;

    @BeforeEach
    void twoRequests() {
        peer = new PeerClient(url(""), secrets.get("peer-token"));
        client = id(peer.command(unique("key"), "upsert-client", "'data':{'name':'%s'}".formatted(unique("x"))))
                .toString();
        List<UUID> both = Stream.generate(this::open).limit(2).sorted().toList();
        lower = both.getFirst();
        higher = both.getLast();
    }

    @Test
    void aCallThatWaitsForOneRequestHoldsNoOther() {
        CompletableFuture<JsonNode> answer;

        try (var other = OtherTransaction.holding(portalDatabase, lower)) {
            answer = CompletableFuture.supplyAsync(() -> peer.commands(comment(higher), comment(lower)), THREADS);
            other.awaitWaiting(1);
            other.awaitFree(higher);
        }

        assertThat(outcomes(answer)).containsExactly("applied", "applied");
    }

    @Test
    void aCommandThatWaitedWhileItsRequestWasMergedHasItsEffectWhereThatGoesOn() {
        CompletableFuture<JsonNode> answer;

        try (var other = new OtherTransaction(
                portalDatabase,
                () -> portalDatabase
                        .sql("update portal.request set merged_into = ? where id = ?")
                        .params(lower, higher)
                        .update())) {
            answer = CompletableFuture.supplyAsync(() -> peer.commands(comment(higher)), THREADS);
            other.awaitWaiting(1);
        }

        assertThat(outcomes(answer)).containsExactly("applied");
        assertThat(portalDatabase
                        .sql("select count(*) from portal.entry where request_id = ? and kind = 'comment'")
                        .param(lower)
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void aCallThatWaitsForOneNewAddressHoldsNoOther() {
        String first = "a" + unique("new") + "@mail.example";
        String second = "b" + unique("new") + "@mail.example";
        CompletableFuture<JsonNode> answer;

        try (var other = new OtherTransaction(
                portalDatabase, () -> assertThat(takes(first)).isTrue())) {
            answer = CompletableFuture.supplyAsync(() -> peer.commands(openedBy(second), openedBy(first)), THREADS);
            other.awaitWaiting(1);
            await().until(() -> takes(second));
        }

        assertThat(outcomes(answer)).containsExactly("applied", "applied");
    }

    /** Whether nobody else has the lock of this address, which is taken until the end of the transaction. */
    private boolean takes(String email) {
        return portalDatabase
                .sql("select pg_try_advisory_xact_lock(hashtextextended('address:' || ?, 0))")
                .param(email)
                .query(Boolean.class)
                .single();
    }

    private String openedBy(String email) {
        return "{'idempotencyKey':'%s','type':'open-request','data':{'clientId':'%s','draft':{'subject':'VAT','text':'Help','channel':'email','requester':{'kind':'contact','email':'%s'}}}}"
                .formatted(unique("key"), client, email);
    }

    private UUID open() {
        return id(peer.command(
                unique("key"),
                "open-request",
                "'origin':null,'data':{'clientId':'%s','draft':{'subject':'VAT return','text':'Please help','channel':'email'}}"
                        .formatted(client)));
    }

    private static String comment(UUID request) {
        return "{'idempotencyKey':'%s','type':'add-comment','data':{'requestId':'%s','comment':{'author':{'kind':'system','name':'crm'},'visibility':'internal','text':'Hello','channel':'crm','at':'2026-09-01T10:00:00Z'}}}"
                .formatted(unique("key"), request);
    }

    private static UUID id(JsonNode result) {
        return UUID.fromString(result.path("resource").path("id").asText());
    }

    private static List<String> outcomes(CompletableFuture<JsonNode> answer) {
        return answer.orTimeout(20, TimeUnit.SECONDS).join().path("results").findValuesAsText("outcome");
    }
}
