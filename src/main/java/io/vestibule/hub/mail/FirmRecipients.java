package io.vestibule.hub.mail;

import io.vestibule.hub.canonical.CanonicalEvent.RequestState;
import io.vestibule.hub.canonical.Party;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.PersonView;
import io.vestibule.hub.mail.mailbox.Mailboxes;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Who at the firm is mailed about a request: its owner, else its team, else the admins, so that somebody always is. An
 * address of our own mailboxes counts as none: nobody would read it there. The portal names active owners only.
 */
@Component
public class FirmRecipients {

    private final PortalGateway portal;
    private final Mailboxes mailboxes;

    FirmRecipients(PortalGateway portal, Mailboxes mailboxes) {
        this.portal = portal;
        this.mailboxes = mailboxes;
    }

    /** Addresses in lower case; empty only when the firm has no admin. Asks the portal where it must. */
    public List<String> of(RequestState request) {
        Party owner = request.owner();
        return Stream.of(readable(owner == null ? null : owner.email()), readable(request.teamAddress()))
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElseGet(this::admins);
    }

    /** Every active admin who can be mailed. */
    public List<String> admins() {
        return portal.people().stream()
                .filter(person -> person.active() && person.role().equals("internal-admin"))
                .map(PersonView::email)
                .flatMap(email -> readable(email).stream())
                .toList();
    }

    private List<String> readable(@Nullable String address) {
        return address == null || address.isBlank() || mailboxes.isOwn(address.strip())
                ? List.of()
                : List.of(address.strip().toLowerCase(Locale.ROOT));
    }
}
