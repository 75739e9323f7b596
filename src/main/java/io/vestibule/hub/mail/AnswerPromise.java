package io.vestibule.hub.mail;

import io.vestibule.hub.canonical.CanonicalEvent.RequestState;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

/** Knows by when the firm promised what, in the time zone of its business hours; asked for the words of mails. */
public interface AnswerPromise {

    /** By when the first answer is promised; empty when nothing is. */
    Optional<ZonedDateTime> firstResponse(RequestState request);

    /** What was promised next and can still be kept; empty when there is nothing of that kind. */
    Optional<Due> next(RequestState request);

    ZoneId zone(RequestState request);

    /** A promise. {@code answer}: the first answer, else that it is done */
    record Due(boolean answer, ZonedDateTime at) {}
}
