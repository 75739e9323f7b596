package io.vestibule.bench;

import io.vestibule.hub.canonical.CanonicalEvent.CommentAdded;
import io.vestibule.hub.canonical.CanonicalEvent.RequestState;
import io.vestibule.hub.canonical.Channel;
import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.canonical.Comment;
import io.vestibule.hub.canonical.FeedEvent;
import io.vestibule.hub.canonical.ObjectRef;
import io.vestibule.hub.canonical.Party;
import io.vestibule.hub.canonical.RequestId;
import io.vestibule.hub.canonical.RequestStatus;
import io.vestibule.hub.canonical.Visibility;
import io.vestibule.hub.gateway.CanonicalJson;
import java.time.Instant;
import java.util.List;

/** What the portal tells when somebody of the firm has written a comment, as the outbox keeps it. */
final class CommentNews {

    private static final Instant AT = Instant.parse("2026-09-01T11:00:00Z");
    private static final RequestId REQUEST = new RequestId("THE-REQUEST");

    /** With THE-REQUEST in the place of the request's id. */
    static final String BODY = CanonicalJson.write(new FeedEvent(
            "evt-THE-REQUEST",
            "0",
            ObjectRef.request(REQUEST),
            2,
            null,
            AT,
            new CommentAdded(
                    new RequestState(
                            REQUEST,
                            "REQ-1",
                            new ClientId("c-1"),
                            "Client 01 Ltd",
                            "Payroll for September",
                            RequestStatus.IN_PROGRESS,
                            null,
                            List.of(),
                            List.of(),
                            null,
                            null,
                            null,
                            null,
                            Channel.PORTAL,
                            AT,
                            null,
                            2),
                    "k-1",
                    null,
                    new Comment(
                            Party.system("Bench"),
                            Visibility.PUBLIC,
                            "Thank you, that is all we need.",
                            null,
                            List.of(),
                            Channel.PORTAL,
                            AT))));

    private CommentNews() {}
}
