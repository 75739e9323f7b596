package io.vestibule.hub.mail;

import io.vestibule.hub.canonical.CanonicalEvent.RequestState;
import java.time.ZonedDateTime;
import java.util.Optional;

/** Knows by when the firm promised to answer; asked for the sentence "we answer by ..." in an acknowledgement. */
@FunctionalInterface
public interface AnswerPromise {

    /** In the time zone of the firm's business hours; empty when nothing is promised. */
    Optional<ZonedDateTime> firstResponse(RequestState request);
}
