package io.vestibule.portal.request;

import static io.vestibule.portal.contract.RequestStatus.DONE;
import static io.vestibule.portal.contract.RequestStatus.IN_PROGRESS;
import static io.vestibule.portal.contract.RequestStatus.NEW;
import static io.vestibule.portal.contract.RequestStatus.WAITING_ON_CLIENT;

import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.Permission;
import io.vestibule.portal.contract.Cause;
import io.vestibule.portal.contract.Comment;
import io.vestibule.portal.contract.CommentKind;
import io.vestibule.portal.contract.ContractJson;
import io.vestibule.portal.contract.Outcome;
import io.vestibule.portal.contract.Party;
import io.vestibule.portal.contract.Refusal;
import io.vestibule.portal.contract.RequestDraft;
import io.vestibule.portal.contract.RequestStatus;
import io.vestibule.portal.contract.Visibility;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is allowed on requests beyond seeing them. Pure: says the refusal, or nothing when it is allowed. */
final class RequestRules {

    static final int LONGEST_SUBJECT = 1000;
    static final int LONGEST_TEXT = 1_000_000;

    private RequestRules() {}

    static Optional<Outcome> opening(Access access, RequestDraft draft) {
        if (!access.may(Permission.WRITE)) {
            return no(Refusal.NOT_PERMITTED, "You may read but not open requests. Ask an admin of your company.");
        }
        if (access.isPerson() && draft.subject().isBlank()) {
            return no(Refusal.INVALID_COMMAND, "A request needs a subject. Enter one.");
        }
        return draft.subject().length() > LONGEST_SUBJECT ? tooLong() : size(draft.text(), draft.elided());
    }

    static Optional<Outcome> commenting(Access access, Comment comment) {
        boolean internal = comment.visibility() == Visibility.INTERNAL;
        if (!access.may(Permission.WRITE)) {
            return no(Refusal.NOT_PERMITTED, "You may read but not write here. Ask an admin of your company.");
        }
        if (internal && !access.may(Permission.INTERNAL_NOTES)) {
            return no(Refusal.NOT_PERMITTED, "Only the firm's people write internal notes. Write a comment instead.");
        }
        if (internal && !access.isPerson() && comment.author().isContact()) {
            return no(Refusal.INVALID_COMMAND, "A contact writes no internal notes. Make the comment public.");
        }
        if (comment.kind() == CommentKind.STATUS_CHECK
                && (internal || !comment.author().isContact())) {
            return no(Refusal.INVALID_COMMAND, "A status check is a contact's public word. Leave its kind away.");
        }
        if (access.isPerson() && comment.text().isBlank() && comment.files().isEmpty()) {
            return no(Refusal.INVALID_COMMAND, "The comment is empty. Write something or attach a file.");
        }
        return size(comment.text(), comment.elided());
    }

    static Optional<Outcome> size(@Nullable String text, @Nullable String elided) {
        boolean fits =
                (text == null || text.length() <= LONGEST_TEXT) && (elided == null || elided.length() <= LONGEST_TEXT);
        return fits ? Optional.empty() : tooLong();
    }

    /** Nobody sets New again, except a record elsewhere whose own status says so. */
    static Optional<Outcome> transition(Access access, RequestStatus from, RequestStatus to, Cause cause) {
        if (!access.may(Permission.WRITE)) {
            return no(Refusal.NOT_PERMITTED, "You may read but not change requests. Ask an admin of your company.");
        }
        boolean allowed = access.may(Permission.ANY_STATUS)
                ? to != NEW || (!access.isPerson() && cause.by().kind() == Party.Kind.SYSTEM)
                : to == DONE || (from == DONE && to == IN_PROGRESS);
        return allowed || from == to
                ? Optional.empty()
                : no(
                        Refusal.NOT_ALLOWED_TRANSITION,
                        "A request can't go from " + ContractJson.word(from) + " to " + ContractJson.word(to)
                                + " here. To go on with it, answer it.");
    }

    /** A merged request stays done, until the merge is taken back. */
    static Optional<Outcome> merged(Access access, Request request) {
        return access.isPerson() && request.state().mergedInto() != null
                ? no(
                        Refusal.NOT_ALLOWED_TRANSITION,
                        request.state().number() + " goes on as another request. Set the status there.")
                : Optional.empty();
    }

    /** Where a word moves the request it is said on. */
    static Optional<RequestStatus> statusAfter(Comment comment, RequestStatus status) {
        if (comment.visibility() == Visibility.INTERNAL || comment.kind() == CommentKind.STATUS_CHECK) {
            return Optional.empty();
        }
        boolean staffTakesUp = comment.author().isStaff() && status == NEW;
        boolean clientBringsBack = comment.author().isContact() && (status == WAITING_ON_CLIENT || status == DONE);
        return staffTakesUp || clientBringsBack ? Optional.of(IN_PROGRESS) : Optional.empty();
    }

    static Optional<Outcome> versionMoved(Request request, Cause cause) {
        return cause.expectsOtherThan(request.state().version())
                ? no(
                        Refusal.VERSION_MOVED,
                        "The request is at version " + request.state().version() + ". Read it again.")
                : Optional.empty();
    }

    static Outcome unknown(Object id) {
        return Outcome.refused(Refusal.UNKNOWN_REQUEST, "There is no request " + id + ".");
    }

    static Outcome unknownPerson() {
        return Outcome.refused(
                Refusal.UNKNOWN_PERSON,
                "The named person is not known at this client or firm. Name them by address, or leave the id away.");
    }

    static Optional<Outcome> no(Refusal reason, String detail) {
        return Optional.of(Outcome.refused(reason, detail));
    }

    private static Optional<Outcome> tooLong() {
        return no(
                Refusal.TOO_LARGE,
                "A subject may have " + LONGEST_SUBJECT + " characters and a text " + LONGEST_TEXT
                        + ". Shorten it, or attach it as a file.");
    }
}
