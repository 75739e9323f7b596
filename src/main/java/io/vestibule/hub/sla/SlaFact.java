package io.vestibule.hub.sla;

import io.vestibule.hub.canonical.CanonicalEvent.MovedEntry;
import io.vestibule.hub.canonical.Comment;
import io.vestibule.hub.canonical.Party;
import io.vestibule.hub.canonical.Visibility;
import java.time.Instant;
import java.util.Comparator;

/** One thing that moves a request's clocks, at the time it happened (not the time we heard of it). */
public record SlaFact(Instant at, Kind kind) {

    /** By time; what happened in the moment of the opening happened after it. */
    static final Comparator<SlaFact> IN_ORDER =
            Comparator.comparing(SlaFact::at).thenComparing(fact -> fact.kind() != Kind.OPENED);

    /** Whether somebody of the firm said this so that the client can read it. */
    static boolean isAnswer(Comment comment) {
        return comment.visibility() == Visibility.PUBLIC && comment.author().kind() == Party.Kind.STAFF;
    }

    static boolean isAnswer(MovedEntry entry) {
        return entry.visibility() == Visibility.PUBLIC && entry.author().kind() == Party.Kind.STAFF;
    }

    public enum Kind {
        OPENED,
        /** Someone of the firm answered so that the client can read it. */
        ANSWERED,
        /** The ball is with the client: clocks pause. */
        WAITING,
        /** Work goes on: after waiting, or after it was thought done. */
        RESUMED,
        DONE
    }
}
