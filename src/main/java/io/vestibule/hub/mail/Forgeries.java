package io.vestibule.hub.mail;

import io.vestibule.hub.inbox.InboxHandler.Handling;
import io.vestibule.hub.inbox.InboxHandler.Suggestion;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Holds what comes in the name of somebody we know although the owner of that address denies it, until a person lets it
 * in or says whose it is.
 */
@Component
class Forgeries {

    /** Empty when the mail goes on. */
    Optional<Handling> held(MailCase mailCase, List<Suggestion> suggestions) {
        return mailCase.proof().isForged() && !mailCase.accepts("not-genuine")
                ? Optional.of(new Handling.Held(
                        "not-genuine",
                        mailCase.proof().words()
                                + " If you know that it is genuine, for example after a call, let it in.",
                        null,
                        suggestions))
                : Optional.empty();
    }
}
