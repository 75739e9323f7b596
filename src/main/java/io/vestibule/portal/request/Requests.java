package io.vestibule.portal.request;

import io.vestibule.portal.access.Access;
import io.vestibule.portal.client.ChangePosition;
import io.vestibule.portal.contract.Cause;
import io.vestibule.portal.contract.Comment;
import io.vestibule.portal.contract.ExternalId;
import io.vestibule.portal.contract.Outcome;
import io.vestibule.portal.contract.Party;
import io.vestibule.portal.contract.RequestStatus;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/**
 * Requests and their conversations: the only door to them for pages and API. What the asker may not see does not exist;
 * what the asker may not do is refused with a reason. Every change is one transaction with its feed events, or joins the
 * caller's.
 */
@Repository
public class Requests {

    private final RequestReads reads;
    private final TimelineReads timelines;
    private final RequestOpening opening;
    private final Conversation conversation;
    private final RequestCare care;
    private final RequestMove move;
    private final Mailing mailing;
    private final Onlookers onlookers;
    private final Relocations relocations;
    private final Merges merges;
    private final RequestLocks locks;

    Requests(
            RequestReads reads,
            TimelineReads timelines,
            RequestOpening opening,
            Conversation conversation,
            RequestCare care,
            RequestMove move,
            Mailing mailing,
            Onlookers onlookers,
            Relocations relocations,
            Merges merges,
            RequestLocks locks) {
        this.reads = reads;
        this.timelines = timelines;
        this.opening = opening;
        this.conversation = conversation;
        this.care = care;
        this.move = move;
        this.mailing = mailing;
        this.onlookers = onlookers;
        this.relocations = relocations;
        this.merges = merges;
        this.locks = locks;
    }

    public Optional<Request> find(Access access, UUID id) {
        return reads.find(access, id);
    }

    /** By what people call it: REQ-1042. */
    public Optional<Request> find(Access access, String number) {
        return reads.find(access, number);
    }

    /** By what it is called where it came from. */
    public Optional<Request> find(Access access, ExternalId origin) {
        return reads.find(access, origin);
    }

    /** @param cursor from the page before; null or not a cursor = from the top */
    public RequestPage page(Access access, RequestFilter filter, @Nullable String cursor, int limit) {
        return reads.page(access, filter, cursor, limit);
    }

    /** How many there are; from 1001 on just that. */
    public long count(Access access, RequestFilter filter) {
        return reads.count(access, filter);
    }

    /** What waits, for the home page. */
    public RequestCounts counts(Access access) {
        return reads.counts(access);
    }

    /**
     * Everything that happened, by its own time; without internal notes and deliveries for the client's people. As long as
     * it is, so that no page and no call asks for it.
     */
    public List<RequestEntry> timeline(Access access, UUID id) {
        return timelines.all(access, id);
    }

    /** What was said, each with how its text begins and without what it quotes: little, however much was written. */
    public List<RequestEntry> timelineOutline(Access access, UUID id) {
        return timelines.outline(access, id);
    }

    /**
     * The last entries before a place, with the same rule of who sees what; at most 200 and some megabytes of text.
     *
     * @param cursor from {@link TimelineStretch#earlier}; null or not a cursor = the latest
     */
    public TimelineStretch timelineBefore(Access access, UUID id, @Nullable String cursor, int most) {
        TimeCursor from = TimeCursor.parse(cursor).orElse(TimeCursor.END);
        return timelines.stretch(access, id, TimelineReads.Walk.BACK, from, most);
    }

    /**
     * The first entries from a place on, with the same rule and limits.
     *
     * @param cursor from {@link TimelineStretch#earlier}; null or not a cursor = the latest, as {@link #timelineBefore} has them
     */
    public TimelineStretch timelineFrom(Access access, UUID id, @Nullable String cursor, int most) {
        return TimeCursor.parse(cursor)
                .map(from -> timelines.stretch(access, id, TimelineReads.Walk.FORTH, from, most))
                .orElseGet(() -> timelineBefore(access, id, null, most));
    }

    /** The first entries from this one on, with the same rule and limits; empty when the asker is not shown it. */
    public Optional<TimelineStretch> timelineAt(Access access, UUID id, UUID entry, int most) {
        return timelines
                .place(access, id, entry)
                .map(place -> timelines.stretch(access, id, TimelineReads.Walk.FORTH, place, most));
    }

    /** What the conversation was opened with, with the same rule; empty where that does not lie before the stretch. */
    public Optional<RequestEntry> timelineOpening(Access access, UUID id, TimelineStretch stretch) {
        return TimeCursor.parse(stretch.earlier()).flatMap(place -> timelines.opening(access, id, place));
    }

    /** What was said after a place, and only that; at most 200 and some megabytes of text. */
    public TimelineStretch commentsAfter(Access access, UUID id, ChangePosition after, int most) {
        TimeCursor from = new TimeCursor(after.at(), after.id());
        return timelines.stretch(access, id, TimelineReads.Walk.THROUGH_COMMENTS, from, most);
    }

    /** Changes as soon as the conversation or the status would be shown otherwise; compares, and tells nothing. */
    public String timelineMark(Access access, UUID id) {
        return timelines.mark(access, id);
    }

    /**
     * The same for the entries before a place, by itself.
     *
     * @param cursor from {@link TimelineStretch#earlier}; null or not a cursor = nothing lies before
     */
    public String timelineMarkBefore(Access access, UUID id, @Nullable String cursor) {
        return TimeCursor.parse(cursor)
                .map(place -> timelines.markBefore(access, id, place))
                .orElse("");
    }

    /** Those not done in which the person with this address takes part, the latest first; at most 200. */
    public List<Request> openWith(Access access, String email) {
        return reads.openWith(access, email);
    }

    /** Those changed since, in the order of change, for readers that want to prove equality. */
    public List<Request> changedAfter(Access access, ChangePosition after, int limit) {
        return reads.changedAfter(access, after, limit);
    }

    /** A second one with the same origin is a duplicate and names the first. */
    public Outcome open(Access access, NewRequest request, Cause cause) {
        return opening.open(access, request, cause);
    }

    /**
     * Adds to the conversation. The first public word of staff moves New to In progress; a public word of the client
     * moves Waiting on client and Done there, unless it is a status check. What is said to a merged request is said to the
     * one it goes on as; that lets nobody in there.
     */
    public Outcome comment(Access access, UUID id, Comment comment, Cause cause) {
        return comment(access, id, new Said(comment, null), cause);
    }

    /** The same, and sets the status that the author asks for, where the author could do so on the page. */
    public Outcome comment(Access access, UUID id, Said said, Cause cause) {
        return conversation.comment(access, id, said, cause);
    }

    /**
     * The status it has already is applied and writes nothing. What the source of a merged request says of its status is an
     * internal note in the one it goes on as.
     */
    public Outcome changeStatus(Access access, UUID id, RequestStatus to, Cause cause) {
        return conversation.changeStatus(access, id, to, cause);
    }

    /** New title or text; a null text stays as it is. For requests that are kept at their source. */
    public Outcome revise(Access access, UUID id, String subject, @Nullable String text, Cause cause) {
        return care.revise(access, id, new RequestCare.Wording(subject, text), cause);
    }

    /**
     * Corrects whose it is; null = shown to no client until it is moved again. What people of the former client wrote is
     * kept for the firm's people only, and so is that it was moved.
     */
    public Outcome moveToClient(Access access, UUID id, @Nullable UUID clientId, Party by) {
        return move.toClient(access, id, clientId, by);
    }

    /** What letting entries go to another request would do; changes nothing. Staff only. */
    public RelocationPlan planRelocation(Access access, UUID id, Relocation wanted) {
        return relocations.plan(access, id, wanted);
    }

    /**
     * Lets entries go to another request of the same client. Refused when somebody would come to see by it what they can't
     * see now, and the person did not consent to that. Applied names the request they went to. Staff only.
     */
    public Outcome relocate(Access access, UUID id, Relocation wanted) {
        return relocations.apply(access, id, wanted);
    }

    /** A merged request is one of its own again, with what still lies in the other. Staff only. */
    public Outcome undoMerge(Access access, UUID id, long version) {
        return merges.undo(access, id, version);
    }

    public Outcome assign(Access access, UUID id, Assignment assignment) {
        return care.assign(access, id, assignment);
    }

    /** Confidential: only participants, Client Admins and the firm's people see it. */
    public Outcome setConfidential(Access access, UUID id, boolean confidential) {
        return care.setConfidential(access, id, confidential);
    }

    /** The person hears of the request from now on, and sees it also when it is confidential. */
    public Outcome addParticipant(Access access, UUID id, UUID person) {
        return care.addParticipant(access, id, person);
    }

    /** Who else a mail went to: colleagues take part where the writer may say so, everybody else is listed. */
    public Outcome noteRecipients(Access access, UUID id, Company company) {
        return onlookers.note(access, id, company);
    }

    /** Who is listed, for those who see the request. */
    public List<Onlooker> onlookers(Access access, UUID id) {
        return find(access, id).map(onlookers::of).orElse(List.of());
    }

    /** Staff only: the one with this address takes part from now on, or is no longer listed. */
    public Outcome decide(Access access, UUID id, String email, boolean admitted) {
        return onlookers.decide(access, id, email, admitted);
    }

    /** The participant is mailed about the request, or no longer; takes part and sees it as before. */
    public Outcome setMailing(Access access, UUID id, Party participant, boolean mailed) {
        return mailing.set(access, id, participant, mailed);
    }

    public Outcome removeParticipant(Access access, UUID id, UUID person) {
        return care.removeParticipant(access, id, person);
    }

    /**
     * Locks these until the end of the open transaction, in the order in which every change locks them: for peers, who ask
     * for several changes in one. A person changes one thing at a time, and locks nothing by this.
     *
     * @throws org.springframework.dao.ConcurrencyFailureException when one was merged meanwhile: to begin again
     */
    public void lock(Access access, Collection<UUID> ids) {
        if (!access.isPerson()) {
            locks.lock(() -> merges.together(ids));
        }
    }
}
