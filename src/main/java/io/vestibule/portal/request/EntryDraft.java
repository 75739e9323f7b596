package io.vestibule.portal.request;

import io.vestibule.portal.contract.Channel;
import io.vestibule.portal.contract.CommentKind;
import io.vestibule.portal.contract.ExternalId;
import io.vestibule.portal.contract.Party;
import io.vestibule.portal.contract.Visibility;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a timeline before it is stored.
 *
 * @param saidTo the merged request that it was said to, when it is written where that one goes on; null: the request itself
 */
record EntryDraft(
        RequestEntry.Kind kind,
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
        @Nullable UUID saidTo) {

    static EntryDraft change(RequestEntry.Kind kind, Instant at, Party by, Channel channel) {
        return new EntryDraft(kind, at, by, channel, Visibility.PUBLIC, null, null, null, null, null, null, null);
    }

    EntryDraft values(@Nullable String before, @Nullable String after) {
        return new EntryDraft(
                kind, at, by, channel, visibility, text, elided, before, after, origin, commentKind, saidTo);
    }

    EntryDraft saying(Visibility audience, @Nullable String words, @Nullable String cut) {
        return new EntryDraft(kind, at, by, channel, audience, words, cut, from, to, origin, commentKind, saidTo);
    }

    EntryDraft from(@Nullable ExternalId source) {
        return new EntryDraft(kind, at, by, channel, visibility, text, elided, from, to, source, commentKind, saidTo);
    }

    EntryDraft being(@Nullable CommentKind known) {
        return new EntryDraft(kind, at, by, channel, visibility, text, elided, from, to, origin, known, saidTo);
    }

    EntryDraft saidTo(@Nullable UUID merged) {
        return new EntryDraft(kind, at, by, channel, visibility, text, elided, from, to, origin, commentKind, merged);
    }
}
