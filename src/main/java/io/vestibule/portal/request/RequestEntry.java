package io.vestibule.portal.request;

import io.vestibule.portal.contract.Channel;
import io.vestibule.portal.contract.CommentKind;
import io.vestibule.portal.contract.ExternalId;
import io.vestibule.portal.contract.Party;
import io.vestibule.portal.contract.Visibility;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened to a request, for its timeline.
 *
 * @param at when it happened at its source
 * @param from the value before, for a change of status or owner
 * @param to the value after
 * @param commentKind of a comment that is no ordinary one
 * @param written the text as its writer laid it out, null when nobody did
 * @param relocated for a note that entries went to another request or came from there
 * @param deliveries where the change went and how that stands; empty for the client's people
 */
public record RequestEntry(
        UUID id,
        Kind kind,
        Instant at,
        Party by,
        Channel channel,
        Visibility visibility,
        @Nullable String text,
        @Nullable String elided,
        @Nullable String from,
        @Nullable String to,
        @Nullable ExternalId origin,
        @Nullable CommentKind commentKind,
        List<Attachment> files,
        @Nullable Attachment written,
        @Nullable Relocated relocated,
        List<Delivery> deliveries) {

    /** The address of an entry on the page of its request, which shows it there wherever in the conversation it stands. */
    public static String address(String page, UUID id) {
        return page + "?entry=" + id + "#entry-" + id;
    }

    /** How many letters were written, with those quoted. */
    public int length() {
        return (text == null ? 0 : text.length()) + (elided == null ? 0 : elided.length());
    }

    /** Only how the text begins, without what it quotes. */
    public RequestEntry beginning(int letters) {
        return with(text == null || text.length() <= letters ? text : cut(text, letters), null, relocated, deliveries);
    }

    /** Between two letters, also where one takes two places. */
    private static String cut(String text, int letters) {
        int end = Character.isHighSurrogate(text.charAt(letters - 1)) ? letters - 1 : letters;
        return text.substring(0, end) + "…";
    }

    /** Without what is the firm's inside matter. */
    RequestEntry forClients() {
        return with(text, elided, relocated == null ? null : relocated.withoutEntries(), List.of());
    }

    private RequestEntry with(
            @Nullable String text, @Nullable String elided, @Nullable Relocated relocated, List<Delivery> deliveries) {
        return new RequestEntry(
                id,
                kind,
                at,
                by,
                channel,
                visibility,
                text,
                elided,
                from,
                to,
                origin,
                commentKind,
                files,
                written,
                relocated,
                deliveries);
    }

    /** What sort of thing happened. */
    public enum Kind {
        OPENED,
        COMMENT,
        STATUS,
        ASSIGNED,
        REVISED,
        PRIVACY,
        PARTICIPANTS,
        MAILING,
        RELOCATED
    }

    /** Why entries went to another request. */
    public enum Reason {
        MOVE,
        SPLIT,
        MERGE,
        /** A merge is taken back. */
        UNDO
    }

    /**
     * Entries that went to another request, or came from there.
     *
     * @param away they went
     * @param number of the other request, null when the reader may not see it
     * @param subject the same
     * @param entries which ones; empty for the client's people
     */
    public record Relocated(
            Reason kind,
            boolean away,
            @Nullable Long number,
            @Nullable String subject,
            List<Part> entries) {

        /** One of them, by its writer and time. */
        public record Part(@Nullable String by, Instant at) {}

        /** What people call the other request; null when the reader may not see it. */
        public @Nullable String shownNumber() {
            return number == null ? null : Numbers.shown(number);
        }

        Relocated withoutEntries() {
            return new Relocated(kind, away, number, subject, List.of());
        }
    }

    /**
     * A file that belongs to an entry.
     *
     * @param contentType by its bytes
     * @param remark what a person should know before opening it, to follow its name; null when nothing is unusual
     */
    public record Attachment(
            String id,
            String name,
            String contentType,
            long size,
            @Nullable String remark) {}

    /**
     * How the delivery of a change to one place stands.
     *
     * @param connection the connection's name, or "mail"
     * @param state waiting, sent, not-needed, retrying, refused, dead
     * @param words the other side's own words
     */
    public record Delivery(
            String connection, String state, @Nullable String words, Instant at) {}
}
