package io.vestibule.hub.control.replay;

/** Why a message is left as it is by a replay of many. */
public enum Hindrance {
    /** Received, in work or waiting for its next try. */
    STILL_OPEN,
    /** It had its effect: doing it again is a decision about one message, on its own page. */
    ALREADY_DONE,
    /** Something newer took its place, or nobody needs it any more: it may have been put away. */
    CALLED_OFF,
    /** Its original was kept for the agreed time. */
    ORIGINAL_GONE
}
