package io.vestibule.hub.outbox;

/**
 * Where one delivery stands. {@code WAITING}, {@code SENDING}, {@code RETRY} and {@code HELD} are the open ones: they
 * keep their place in the order. {@code HELD} waits for its connection to be put right by a person. {@code REFUSED} and
 * {@code DEAD} failed for good and ask for a person; by {@code PUT_AWAY} one said that nothing more is needed.
 */
public enum OutboxState {
    WAITING,
    SENDING,
    RETRY,
    HELD,
    SENT,
    NOT_NEEDED,
    CANCELLED,
    REFUSED,
    DEAD,
    PUT_AWAY;

    public boolean open() {
        return this == WAITING || this == SENDING || this == RETRY || this == HELD;
    }
}
