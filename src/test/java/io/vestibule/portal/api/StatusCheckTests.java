package io.vestibule.portal.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.platform.security.GeneratedSecrets;
import io.vestibule.support.PortalTest;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What the portal makes of a comment that only asks how a request stands. */
class StatusCheckTests extends PortalTest {

    @Autowired
    GeneratedSecrets secrets;

    private PeerClient peer;
    private String request = "";

    @BeforeEach
    void aRequestThatWaitsForItsClient() {
        peer = new PeerClient(url(""), secrets.get("peer-token"));
        String client =
                id(peer.command(unique("k"), "upsert-client", "'data':{'name':'%s'}".formatted(unique("client"))));
        request = id(peer.command(
                unique("k"),
                "open-request",
                "'data':{'clientId':'%s','draft':{'subject':'S','text':'T','requester':{'kind':'contact','email':'tom@acme.example'},'channel':'email'}}"
                        .formatted(client)));
        id(peer.command(
                unique("k"),
                "change-request-status",
                "'data':{'requestId':'%s','status':'waiting-on-client','by':{'kind':'system','name':'CRM'}}"
                        .formatted(request)));
    }

    @Test
    void itMovesNoStatusAndTheFeedTellsWhatItIs() {
        id(statusCheck("contact", "public"));

        assertThat(peer.get("/requests/" + request, "RequestView")
                        .at("/state/status")
                        .asText())
                .isEqualTo("waiting-on-client");
        assertThat(peer.get("/requests/" + request + "/comments", "CommentList")
                        .at("/items/0/comment/kind")
                        .asText())
                .isEqualTo("status-check");
        await().atMost(Duration.ofSeconds(10)).until(() -> toldKind().equals("status-check"));
    }

    @Test
    void onlyAContactSaysOneAndInPublic() {
        assertThat(statusCheck("system", "public").path("reason").asText()).isEqualTo("invalid-command");
        assertThat(statusCheck("contact", "internal").path("reason").asText()).isEqualTo("invalid-command");
    }

    private String toldKind() {
        return portalDatabase.sql("""
                        select coalesce(max(data #>> '{comment,kind}'), '') from portal.feed_event
                        where object_id = :id::uuid and type = 'comment-added'
                        """).param("id", request).query(String.class).single();
    }

    private JsonNode statusCheck(String kind, String visibility) {
        return peer.command(
                unique("key"),
                "add-comment",
                "'data':{'requestId':'%s','comment':{'author':{'kind':'%s','email':'tom@acme.example'},'visibility':'%s','text':'Any news?','channel':'email','at':'2026-09-01T10:00:00Z','kind':'status-check'}}"
                        .formatted(request, kind, visibility));
    }

    private static String id(JsonNode result) {
        assertThat(result.path("outcome").asText()).as(result.toString()).isEqualTo("applied");
        return result.path("resource").path("id").asText();
    }
}
