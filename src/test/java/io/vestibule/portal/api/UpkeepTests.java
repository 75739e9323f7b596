package io.vestibule.portal.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.platform.security.GeneratedSecrets;
import io.vestibule.portal.feed.FeedUpkeep;
import io.vestibule.portal.request.FileSweep;
import io.vestibule.support.PortalTest;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What the hourly route {@code tidy-portal} removes, and what it must leave. */
class UpkeepTests extends PortalTest {

    @Autowired
    private GeneratedSecrets secrets;

    @Autowired
    private FileSweep files;

    @Autowired
    private FeedUpkeep feed;

    @Autowired
    private AppliedCommandsUpkeep commands;

    private PeerClient peer;

    @BeforeEach
    void connect() {
        peer = new PeerClient(url(""), secrets.get("peer-token"));
    }

    @Test
    void aFileThatNobodyNamedGoesAfterADayAndOneThatIsNamedStays() {
        String unnamed = file();
        String young = file();
        String named = file();
        open("'origin':null", named);
        for (String id : new String[] {unnamed, named}) {
            age("portal.file", "created_at", "25 hours", "id::text", id);
        }

        files.sweep();

        assertThat(peer.reply("/files/" + unnamed).status()).isEqualTo(404);
        assertThat(peer.reply("/files/" + young).status()).isEqualTo(200);
        assertThat(peer.reply("/files/" + named).status()).isEqualTo(200);
    }

    @Test
    void anEventGoesAfterNinetyDaysUnlessASubscriberStillWaitsForIt() {
        String old = eventOf(open("'origin':null", null));
        String kept = eventOf(open("'origin':null", null));
        String waited = eventOf(open("'origin':null", null));
        String subscriber = waitsFor(waited);
        age("portal.feed_event", "recorded_at", "91 days", "id::text", old);
        age("portal.feed_event", "recorded_at", "89 days", "id::text", kept);
        age("portal.feed_event", "recorded_at", "91 days", "id::text", waited);

        feed.forget();

        assertThat(isThere("portal.feed_event", "id::text", old)).isFalse();
        assertThat(isThere("portal.feed_event", "id::text", kept)).isTrue();
        assertThat(isThere("portal.feed_event", "id::text", waited)).isTrue();
        portalDatabase
                .sql("delete from portal.feed_subscriber where name = ?")
                .param(subscriber)
                .update();
    }

    @Test
    void theKeyOfACommandGoesAfterHalfAYearAndItsNaturalKeyGoesOnGuarding() {
        String origin = "'origin':{'account':'box','id':'%s'}".formatted(unique("mail"));
        String old = unique("key");
        String young = unique("key");
        JsonNode first = open(old, origin, null);
        open(young, "'origin':null", null);
        age("portal.applied_command", "applied_at", "181 days", "key", old);

        commands.forget();

        assertThat(isThere("portal.applied_command", "key", old)).isFalse();
        assertThat(isThere("portal.applied_command", "key", young)).isTrue();
        JsonNode again = open(unique("key"), origin, null);
        assertThat(again.path("outcome").asText()).isEqualTo("duplicate");
        assertThat(again.path("resource").path("id"))
                .isEqualTo(first.path("resource").path("id"));
    }

    private String file() {
        byte[] content = unique("content").getBytes(StandardCharsets.UTF_8);
        return peer.put("/files/" + unique("file"), "a.txt", content)
                .json()
                .path("id")
                .asText();
    }

    /** The id of a new request. */
    private String open(String origin, @Nullable String file) {
        return open(unique("key"), origin, file).path("resource").path("id").asText();
    }

    private JsonNode open(String key, String origin, @Nullable String file) {
        String client = peer.command(unique("key"), "upsert-client", "'data':{'name':'" + unique("client") + "'}")
                .path("resource")
                .path("id")
                .asText();
        String files = file == null ? "" : "'files':['" + file + "'],";
        return peer.command(
                key,
                "open-request",
                origin
                        + ",'data':{'clientId':'%s','draft':{'subject':'VAT','text':'Help',%s'channel':'portal'}}"
                                .formatted(client, files));
    }

    private String eventOf(String request) {
        return portalDatabase
                .sql("select id::text from portal.feed_event where object_id = ?::uuid limit 1")
                .param(request)
                .query(String.class)
                .single();
    }

    /** A subscriber who has not taken this event yet; its name. */
    private String waitsFor(String event) {
        String name = unique("subscriber");
        portalDatabase
                .sql("insert into portal.feed_subscriber (name) values (?)")
                .param(name)
                .update();
        portalDatabase.sql("""
                        insert into portal.feed_backlog (subscriber, event_id, stamp, position, object_type, object_id)
                        select ?, id, stamp, position, object_type, object_id from portal.feed_event where id = ?::uuid
                        """).params(name, event).update();
        return name;
    }

    private void age(String table, String column, String age, String key, String value) {
        portalDatabase
                .sql("update %s set %s = now() - interval '%s' where %s = ?".formatted(table, column, age, key))
                .param(value)
                .update();
    }

    private boolean isThere(String table, String key, String value) {
        return portalDatabase
                .sql("select exists (select from %s where %s = ?)".formatted(table, key))
                .param(value)
                .query(Boolean.class)
                .single();
    }
}
