package io.vestibule.hub.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.canonical.ExternalId;
import io.vestibule.hub.connection.Links;
import io.vestibule.hub.inbox.InboxRow;
import io.vestibule.hub.inbox.InboxState;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class CommentArrivalTests extends WebhookTest {

    @Autowired
    private Links links;

    @Test
    void addsACommentToTheRequestThatTheSameAppOpened() {
        newSender(newClient(app));
        assertThat(opened("T-1", "D-1").state()).isEqualTo(InboxState.APPLIED);

        InboxRow row = commented("T-1", "C-1", "D-1");

        assertThat(row.state()).as(row.detail()).isEqualTo(InboxState.APPLIED);
        assertThat(comments("T-1")).containsExactly("Text of C-1");
        push(unique("again"), comment("T-1", "C-1", "D-1"));
        assertThat(commented("T-1", "C-2", "D-1").state()).isEqualTo(InboxState.APPLIED);
        assertThat(comments("T-1")).containsExactly("Text of C-1", "Text of C-2");
    }

    @Test
    void refusesACommentOnARequestNobodyOpened() {
        newSender(newClient(app));
        InboxRow row = commented("T-2", "C-1", "D-1");

        assertThat(row.state()).isEqualTo(InboxState.REFUSED);
        assertThat(row.reason()).isEqualTo("unknown-request");
    }

    @Test
    void neverShowsAClientsCommentToAnother() {
        ClientId first = newClient(app + " one");
        ClientId second = newClient(app + " two");
        newSender(null);
        links.put(new Links.Key(app, "client", "D-1"), null, first, new Links.By("Olga", "one"));
        links.put(new Links.Key(app, "client", "D-2"), null, second, new Links.By("Olga", "two"));
        assertThat(opened("T-3", "D-1").state()).isEqualTo(InboxState.APPLIED);

        InboxRow row = commented("T-3", "C-1", "D-2");

        assertThat(row.state()).isEqualTo(InboxState.REFUSED);
        assertThat(row.reason()).isEqualTo("belongs-to-another-client");
        assertThat(comments("T-3")).isEmpty();
    }

    @Test
    void waitsWithItsRequestUntilTheClientIsKnown() {
        ClientId client = newClient(app);
        newSender(null);
        InboxRow request = opened("T-4", "D-4");
        InboxRow comment = commented("T-4", "C-1", "D-4");
        assertThat(List.of(request.state(), comment.state())).containsOnly(InboxState.HELD);

        String holdKey = Objects.requireNonNull(request.holdKey());
        links.put(new Links.Key(app, "client", "D-4"), null, client, new Links.By("Olga", "four"));
        inbox.release(holdKey, null);

        inState(request.id(), InboxState.APPLIED);
        inState(comment.id(), InboxState.APPLIED);
        assertThat(comments("T-4")).containsExactly("Text of C-1");
    }

    private InboxRow opened(String request, String client) {
        String id = unique("msg");
        push(id, """
                {"type":"request.opened","timestamp":"2026-09-01T01:15:40Z","data":{"id":"%s","subject":"Certificate",
                "text":"We need it.","openedAt":"2026-09-01T01:15:00Z",
                "client":{"id":"%s"}}}""".formatted(request, client));
        return ended(id);
    }

    private InboxRow commented(String request, String comment, String client) {
        String id = unique("msg");
        push(id, comment(request, comment, client));
        return ended(id);
    }

    private static String comment(String request, String id, String client) {
        return """
                {"type":"request.commented","timestamp":"2026-09-01T02:15:40Z","data":{"id":"%2$s","request":"%1$s",
                "text":"Text of %2$s","author":{"name":"Store"},"client":{"id":"%3$s"}}}""".formatted(request, id, client);
    }

    private List<String> comments(String request) {
        String id = portal.requestByOrigin(new ExternalId(app, request))
                .orElseThrow()
                .state()
                .id()
                .value();
        return portalDatabase
                .sql(
                        "select text from portal.entry where request_id = cast(? as uuid) and kind = 'comment' order by text")
                .param(id)
                .query(String.class)
                .list();
    }
}
