package io.vestibule.portal.request.web;

import io.vestibule.platform.web.Notice;
import io.vestibule.portal.contract.Outcome;
import io.vestibule.portal.contract.Outcome.Refused;
import io.vestibule.portal.contract.Refusal;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Turns what became of a change into what its page says after the redirect. */
final class Answers {

    private Answers() {}

    /** Says it is done, or why not; what the asker may not see or do ends here with its status. */
    static void note(Outcome outcome, String done, RedirectAttributes redirect) {
        if (outcome instanceof Refused no) {
            turnAway(no);
            redirect.addFlashAttribute(Notice.MODEL, Notice.problem("notice.refused", no.detail()));
        } else {
            redirect.addFlashAttribute(Notice.MODEL, Notice.done(done));
        }
    }

    /** No mistake in a form, but something that the page never offered to this person. */
    static void turnAway(Refused no) {
        if (no.reason() == Refusal.UNKNOWN_REQUEST || no.reason() == Refusal.UNKNOWN_CLIENT) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        if (no.reason() == Refusal.NOT_PERMITTED) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN);
        }
    }
}
