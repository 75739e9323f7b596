package io.vestibule.portal.api;

import io.vestibule.portal.access.Access;
import io.vestibule.portal.api.ApiAnswers.Items;
import io.vestibule.portal.api.Views.ClientMails;
import io.vestibule.portal.api.Views.CommentView;
import io.vestibule.portal.api.Views.RequestView;
import io.vestibule.portal.client.ChangePosition;
import io.vestibule.portal.client.Clients;
import io.vestibule.portal.contract.Comment;
import io.vestibule.portal.contract.ExternalId;
import io.vestibule.portal.request.Request;
import io.vestibule.portal.request.RequestEntry;
import io.vestibule.portal.request.Requests;
import io.vestibule.portal.request.TimelineStretch;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RestController;

/** Reads of the API about requests and their comments. */
@RestController("portalApiRequests")
class RequestsController {

    private static final int MOST = 200;

    private final Requests requests;
    private final Clients clients;

    RequestsController(Requests requests, Clients clients) {
        this.requests = requests;
        this.clients = clients;
    }

    /** The query of a list; one of number, participant, origin, or a walk in the order of change. */
    record Query(
            @Nullable String originAccount,
            @Nullable String originId,
            @Nullable String number,
            @Nullable String participant,
            @Nullable String updatedSince,
            @Nullable String cursor,
            @Nullable Integer limit) {

        Optional<ExternalId> origin() {
            return originAccount == null || originId == null
                    ? Optional.empty()
                    : Optional.of(new ExternalId(originAccount, originId));
        }

        int most() {
            return limit == null ? MOST : Math.clamp(limit, 1, MOST);
        }
    }

    @GetMapping("/portal/api/v1/requests")
    ResponseEntity<?> list(@RequestAttribute(PeerFilter.PEER) String peer, @ModelAttribute Query query) {
        Access access = Access.peer(peer);
        if (query.number() != null) {
            return found(requests.find(access, query.number()));
        }
        if (query.participant() != null) {
            return listed(requests.openWith(access, query.participant()), null);
        }
        if (query.origin().isPresent()) {
            return found(requests.find(access, query.origin().get()));
        }
        ChangePosition after = ListCursor.read(query.cursor(), query.updatedSince());
        List<Request> page = requests.changedAfter(access, after, query.most());
        return listed(page, next(page, query.most()));
    }

    @GetMapping("/portal/api/v1/requests/{id}")
    ResponseEntity<?> one(@RequestAttribute(PeerFilter.PEER) String peer, @PathVariable String id) {
        Access access = Access.peer(peer);
        return ApiAnswers.one(Uuids.parse(id)
                .flatMap(request -> requests.find(access, request))
                .map(request -> RequestView.of(request, mails(access, request))));
    }

    private @Nullable ClientMails mails(Access access, Request request) {
        return clients.find(access, request.clientId()).map(ClientMails::of).orElse(null);
    }

    /** Internal notes too: the hub needs them to prove equality, and marks them as internal. */
    @GetMapping("/portal/api/v1/requests/{id}/comments")
    ResponseEntity<?> comments(
            @RequestAttribute(PeerFilter.PEER) String peer, @PathVariable String id, @ModelAttribute Query query) {
        Access access = Access.peer(peer);
        Optional<Request> request = Uuids.parse(id).flatMap(found -> requests.find(access, found));
        if (request.isEmpty()) {
            return ApiAnswers.one(request);
        }
        ChangePosition after = ListCursor.read(query.cursor(), null);
        TimelineStretch said = requests.commentsAfter(access, request.get().id(), after, query.most());
        return ApiAnswers.json(new Items<>(
                said.entries().stream().map(RequestsController::comment).toList(),
                said.after() == 0 ? null : next(said.entries().getLast())));
    }

    private static String next(RequestEntry last) {
        return ListCursor.text(new ChangePosition(last.at(), last.id()));
    }

    private static CommentView comment(RequestEntry entry) {
        Comment comment = new Comment(
                entry.by(),
                entry.visibility(),
                Objects.requireNonNullElse(entry.text(), ""),
                entry.elided(),
                entry.files().stream().map(RequestEntry.Attachment::id).toList(),
                entry.channel(),
                entry.at(),
                entry.commentKind());
        return new CommentView(entry.id(), entry.origin(), comment);
    }

    private static ResponseEntity<?> found(Optional<Request> request) {
        return listed(request.stream().toList(), null);
    }

    private static ResponseEntity<?> listed(List<Request> found, @Nullable String next) {
        return ApiAnswers.json(new Items<>(
                found.stream().map(request -> RequestView.of(request, null)).toList(), next));
    }

    private static @Nullable String next(List<Request> page, int most) {
        return page.size() < most
                ? null
                : ListCursor.text(new ChangePosition(
                        page.getLast().changedAt(), page.getLast().id()));
    }
}
