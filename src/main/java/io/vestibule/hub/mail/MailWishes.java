package io.vestibule.hub.mail;

import io.vestibule.hub.canonical.CanonicalEvent.RequestState;
import io.vestibule.hub.canonical.RequestId;
import io.vestibule.hub.canonical.RequestStatus;
import io.vestibule.hub.gateway.PortalGateway;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What a mail asks to be done with its request. It counts only where it is proven who wrote it and which request is meant,
 * and then as far as the portal lets that person set it on the request's page. The words stay a comment in any case. An
 * unproven writer is not told: From may name somebody else.
 */
@Component
class MailWishes {

    private final WriterTrust trust;
    private final PortalGateway portal;

    MailWishes(WriterTrust trust, PortalGateway portal) {
        this.trust = trust;
        this.portal = portal;
    }

    /** The status asked for with these words about this request; null when none is, or it does not count. */
    @Nullable
    RequestStatus of(MailCase mailCase, RequestState request, String text) {
        Optional<RequestStatus> wish = WishWords.in(text);
        if (wish.isPresent() && !trust.isProvenFor(mailCase, request)) {
            String missing = trust.isProven(mailCase) ? "that its writer means this one" : "who wrote it";
            mailCase.evidence()
                    .add("It asks to %s the request, but nothing proves %s: it counts as a comment only."
                            .formatted(verb(wish.get()), missing));
            return null;
        }
        return wish.orElse(null);
    }

    /** Says what became of the wish. */
    void told(MailCase mailCase, RequestId request, @Nullable RequestStatus wish) {
        if (wish == null) {
            return;
        }
        boolean granted = portal.request(request)
                .filter(view -> view.state().status() == wish)
                .isPresent();
        String end = granted ? "which is done by mail." : "which counts as far as its writer may set that.";
        mailCase.evidence().add("It asks to " + verb(wish) + " the request, " + end);
    }

    private static String verb(RequestStatus wish) {
        return wish == RequestStatus.DONE ? "close" : "reopen";
    }
}
