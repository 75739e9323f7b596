package io.vestibule.hub.sla;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.hub.canonical.CanonicalCommand.OpenRequest;
import io.vestibule.hub.canonical.CanonicalCommand.UpsertClient;
import io.vestibule.hub.canonical.CanonicalEvent.RequestAssigned;
import io.vestibule.hub.canonical.CanonicalEvent.RequestState;
import io.vestibule.hub.canonical.Channel;
import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.canonical.ExternalId;
import io.vestibule.hub.canonical.FeedEvent;
import io.vestibule.hub.canonical.ObjectRef;
import io.vestibule.hub.canonical.Party;
import io.vestibule.hub.canonical.RequestDraft;
import io.vestibule.hub.canonical.RequestId;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.Answer;
import io.vestibule.hub.gateway.PortalGateway.Envelope;
import io.vestibule.hub.inbox.InboxMessage;
import io.vestibule.support.VestibuleTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;

/** By which policy an event of the feed sets the clocks of its request. */
class SlaListenerTests extends VestibuleTest {

    @Autowired
    private PortalGateway portal;

    @Test
    void aReplayedEventDoesNotBringBackThePromiseOfTheTeamThatHadTheRequestThen(@TempDir Path folder)
            throws IOException {
        Files.writeString(folder.resolve("tax.yaml"), """
                policy: tax
                calendar: always
                firstResponse: 1h
                resolution: 8h
                remindBefore: 10m
                teams: [Tax]
                """);
        SlaListener listener = listenerWith(folder);
        RequestState present = opened();
        FeedEvent old = assigned(asOfTeam(present, "Tax"));

        listener.on(old, message(0));
        assertThat(policies(present)).containsOnly("tax");

        listener.on(old, message(1));
        assertThat(policies(present)).containsOnly("standard");
    }

    private SlaListener listenerWith(Path folder) {
        SlaSettings settings = new SlaSettings(
                List.of("classpath:config/calendars/*.yaml"),
                List.of("classpath:config/sla/*.yaml", "file:" + folder + "/*.yaml"));
        return new SlaListener(new SlaClocks(hubDatabase, new SlaPolicies(settings, ZoneOffset.UTC), clock), portal);
    }

    /** A request of no team whose clocks the running product has set, so that nothing more of it is on its way. */
    private RequestState opened() {
        UpsertClient client = new UpsertClient(null, unique("Client"), List.of(), null, null, null);
        ClientId clientId = new ClientId(applied(Envelope.of(unique("test"), client)));
        RequestDraft draft = new RequestDraft(
                unique("Question"), "When?", null, null, List.of(), List.of(), Channel.CRM, null, null);
        RequestId request = new RequestId(applied(Envelope.of(unique("test"), new OpenRequest(clientId, draft))
                .from(new ExternalId("test", unique("record")), null)));
        RequestState state = portal.request(request).orElseThrow().state();
        await().atMost(Duration.ofSeconds(20)).until(() -> !policies(state).isEmpty());
        return state;
    }

    private String applied(Envelope envelope) {
        Answer answer = portal.execute(envelope);
        assertThat(answer).isInstanceOf(Answer.Applied.class);
        return ((Answer.Applied) answer).resource().id();
    }

    private static RequestState asOfTeam(RequestState state, String team) {
        return new RequestState(
                state.id(),
                state.number(),
                state.clientId(),
                state.clientName(),
                state.subject(),
                state.status(),
                state.requester(),
                state.participants(),
                state.muted(),
                state.owner(),
                team,
                null,
                state.origin(),
                state.channel(),
                state.openedAt(),
                state.mergedInto(),
                state.version());
    }

    private FeedEvent assigned(RequestState state) {
        RequestAssigned event = new RequestAssigned(state, new Party(Party.Kind.STAFF, null, "Dana", null));
        return new FeedEvent(
                unique("event"), unique("cursor"), ObjectRef.request(state.id()), 2, null, clock.instant(), event);
    }

    private InboxMessage message(int replays) {
        return new InboxMessage(
                UUID.randomUUID().getMostSignificantBits(),
                "feed",
                "portal",
                "",
                unique("event"),
                null,
                "request-assigned",
                unique("order"),
                0,
                null,
                0,
                Map.of(),
                clock.instant(),
                1,
                replays,
                null,
                Map.of(),
                UUID.randomUUID(),
                null);
    }

    private List<String> policies(RequestState request) {
        return hubDatabase
                .sql("select policy from hub.sla_clock where request_id = ?")
                .param(request.id().value())
                .query(String.class)
                .list();
    }
}
