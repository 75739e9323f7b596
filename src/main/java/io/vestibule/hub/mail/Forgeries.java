package io.vestibule.hub.mail;

import io.vestibule.hub.inbox.Inbox;
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

    private final Inbox inbox;

    Forgeries(Inbox inbox) {
        this.inbox = inbox;
    }

    /** Empty when the mail goes on. */
    Optional<Handling> held(MailCase mailCase, List<Suggestion> suggestions) {
        if (!mailCase.proof().isForged()) {
            return Optional.empty();
        }
        Optional<String> letIn = inbox.letInBy(mailCase.message().id());
        letIn.ifPresent(person -> mailCase.evidence().add(person + " let it in all the same."));
        return letIn.isPresent()
                ? Optional.empty()
                : Optional.of(new Handling.Held(
                        "not-genuine",
                        mailCase.proof().words()
                                + " If you know that it is genuine, for example after a call, let it in.",
                        null,
                        suggestions));
    }
}
