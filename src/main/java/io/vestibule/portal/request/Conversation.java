package io.vestibule.portal.request;

import static io.vestibule.portal.contract.ContractJson.word;

import io.vestibule.portal.access.Access;
import io.vestibule.portal.contract.Cause;
import io.vestibule.portal.contract.Channel;
import io.vestibule.portal.contract.Comment;
import io.vestibule.portal.contract.Outcome;
import io.vestibule.portal.contract.Outcome.Applied;
import io.vestibule.portal.contract.Outcome.Duplicate;
import io.vestibule.portal.contract.Outcome.Stale;
import io.vestibule.portal.contract.Party;
import io.vestibule.portal.contract.PortalEvent.CommentAdded;
import io.vestibule.portal.contract.PortalEvent.RequestState;
import io.vestibule.portal.contract.PortalEvent.RequestStatusChanged;
import io.vestibule.portal.contract.RequestStatus;
import io.vestibule.portal.contract.Visibility;
import io.vestibule.portal.request.RequestEntry.Kind;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What is said on a request and where it stands, for {@link Requests}: the two belong together, words move the status. */
@Component
class Conversation {

    private final Clock clock;
    private final Parties parties;
    private final Files files;
    private final RequestReads reads;
    private final RequestRows rows;
    private final RequestLocks locks;

    Conversation(Clock clock, Parties parties, Files files, RequestReads reads, RequestRows rows, RequestLocks locks) {
        this.clock = clock;
        this.parties = parties;
        this.files = files;
        this.reads = reads;
        this.rows = rows;
        this.locks = locks;
    }

    Outcome comment(Access access, UUID id, Said said, Cause cause) {
        return locks.locked(access, id, request -> {
            Optional<UUID> into = MergeRows.into(request);
            return into.isPresent()
                    ? goOn(access, into.get(), id, said, cause)
                    : RequestRules.versionMoved(request, cause)
                            .orElseGet(() -> say(access, request, null, said, cause));
        });
    }

    /** What is said to a merged request is said where it goes on, and known as such; that lets nobody in there. */
    private Outcome goOn(Access access, UUID id, UUID merged, Said said, Cause cause) {
        return locks.locked(access, id, request -> {
            Optional<UUID> into = MergeRows.into(request);
            return into.isPresent()
                    ? goOn(access, into.get(), merged, said, cause)
                    : say(access, request, merged, said, cause);
        });
    }

    private boolean sees(Request request, Party author) {
        return parties.find(request.clientId(), author)
                .filter(person -> reads.sees(Access.of(person), request.id()))
                .isPresent();
    }

    private Outcome say(Access access, Request request, @Nullable UUID merged, Said said, Cause cause) {
        Comment comment = said.comment();
        return RequestRules.commenting(access, comment)
                .or(() -> unknown(access, request, comment.author()))
                .or(() -> files.refusal(access, comment.files()))
                .or(() -> rows.commentWithOrigin(cause.origin()).map(Duplicate::new))
                .orElseGet(() -> write(access, request, merged, said, cause));
    }

    private Outcome write(Access access, Request request, @Nullable UUID merged, Said said, Cause cause) {
        Comment comment = asKnown(access, request, said.comment());
        UUID id = request.id();
        UUID entry = rows.insertEntry(
                id,
                EntryDraft.change(Kind.COMMENT, comment.at(), comment.author(), comment.channel())
                        .saying(comment.visibility(), comment.text(), comment.elided())
                        .from(cause.origin())
                        .being(comment.kind())
                        .saidTo(merged));
        List<String> shown = files.attach(id, entry, comment.files());
        if (comment.author().isContact() && (merged == null || sees(request, comment.author()))) {
            rows.join(id, Parties.ids(comment.author()));
        }
        rows.touch(id, comment.at());
        RequestState state = rows.state(id);
        rows.tell(id, entry, cause, new CommentAdded(state, entry.toString(), cause.origin(), comment.with(shown)));
        Optional<RequestStatus> next = next(state, comment, said.wish());
        next.ifPresent(status -> move(state, status, comment.author(), comment.channel(), cause));
        return new Applied(RequestRows.comment(entry, next.isPresent() ? rows.state(id) : state));
    }

    /** Where the author wants it, if the author may set that; else where words move a request by themselves. */
    private Optional<RequestStatus> next(RequestState state, Comment comment, @Nullable RequestStatus wish) {
        return wish != null && comment.visibility() == Visibility.PUBLIC && maySet(state, comment.author(), wish)
                ? Optional.of(wish).filter(status -> status != state.status())
                : RequestRules.statusAfter(comment, state.status());
    }

    /** By the author's own role, as if it were set on the page. */
    private boolean maySet(RequestState state, Party author, RequestStatus wish) {
        return parties.find(UUID.fromString(state.clientId()), author)
                .filter(person -> person.active()
                        && RequestRules.transition(Access.of(person), state.status(), wish, Cause.PORTAL)
                                .isEmpty())
                .isPresent();
    }

    /** With the author as the portal knows them, and neither from the future nor from before there were computers. */
    private Comment asKnown(Access access, Request request, Comment said) {
        Instant now = clock.instant();
        return new Comment(
                access.isPerson() ? parties.self(access) : parties.known(request.clientId(), said.author()),
                said.visibility(),
                said.text(),
                said.elided(),
                said.files(),
                said.channel(),
                said.at().isBefore(Instant.EPOCH) ? Instant.EPOCH : said.at().isBefore(now) ? said.at() : now,
                said.kind());
    }

    Outcome changeStatus(Access access, UUID id, RequestStatus to, Cause cause) {
        return locks.locked(access, id, request -> {
            RequestState state = request.state();
            return RequestRules.transition(access, state.status(), to, cause)
                    .or(() -> RequestRules.merged(access, request))
                    .or(() -> RequestRules.versionMoved(request, cause))
                    .or(() -> unknown(access, request, cause.by()))
                    .or(() -> rows.news(id, cause) ? Optional.empty() : Optional.of(stale(state)))
                    .or(() -> MergeRows.into(request).map(into -> noted(access, request, into, to, cause)))
                    .orElseGet(() -> write(access, state, to, cause));
        });
    }

    /** Where its source wants a merged request is told to the firm's people where it goes on, and moves nothing. */
    private Outcome noted(Access access, Request merged, UUID into, RequestStatus to, Cause cause) {
        Party by = parties.known(merged.clientId(), cause.by());
        String words = "%s says that %s, which goes on here, is %s there."
                .formatted(
                        Objects.requireNonNullElse(by.name(), "Its source"),
                        merged.state().number(),
                        word(to).replace('-', ' '));
        Comment note = new Comment(by, Visibility.INTERNAL, words, null, List.of(), Channel.CRM, clock.instant());
        Outcome outcome = goOn(access, into, merged.id(), new Said(note, null), cause);
        return outcome instanceof Outcome.Refused ? outcome : new Applied(RequestRows.resource(merged));
    }

    private Outcome write(Access access, RequestState state, RequestStatus to, Cause cause) {
        if (to == state.status()) {
            return new Applied(RequestRows.resource(state));
        }
        Party by =
                access.isPerson() ? parties.self(access) : parties.known(UUID.fromString(state.clientId()), cause.by());
        Channel channel = access.isPerson() ? Channel.PORTAL : Channel.API;
        move(state, to, by, by.kind() == Party.Kind.SYSTEM ? Channel.CRM : channel, cause);
        return new Applied(RequestRows.resource(rows.state(UUID.fromString(state.id()))));
    }

    void move(RequestState before, RequestStatus to, Party by, Channel channel, Cause cause) {
        UUID id = UUID.fromString(before.id());
        Instant at = clock.instant();
        rows.setStatus(id, to);
        rows.touch(id, at);
        UUID entry = rows.insertEntry(
                id, EntryDraft.change(Kind.STATUS, at, by, channel).values(word(before.status()), word(to)));
        rows.tell(id, entry, cause, new RequestStatusChanged(rows.state(id), before.status(), to, by));
    }

    private static Outcome stale(RequestState state) {
        return new Stale(RequestRows.resource(state));
    }

    private Optional<Outcome> unknown(Access access, Request request, Party party) {
        return access.isPerson() || parties.exists(request.clientId(), party)
                ? Optional.empty()
                : Optional.of(RequestRules.unknownPerson());
    }
}
