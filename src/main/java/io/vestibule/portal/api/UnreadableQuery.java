package io.vestibule.portal.api;

/** A query that a peer sent can't be read; the message says what is wrong with it. */
final class UnreadableQuery extends RuntimeException {

    UnreadableQuery(String message, Throwable cause) {
        super(message, cause);
    }
}
