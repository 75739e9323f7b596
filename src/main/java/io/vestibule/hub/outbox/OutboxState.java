package io.vestibule.hub.outbox;

/**
 * Where one delivery stands. {@code WAITING}, {@code SENDING}, {@code RETRY} and {@code HELD} are the open ones: they
 * keep their place in the order. {@code HELD} waits for its connection to be put right by a person.
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
    DEAD;

    public boolean open() {
        return this == WAITING || this == SENDING || this == RETRY || this == HELD;
    }
}
