package io.vestibule.hub.mail;

import io.vestibule.hub.canonical.CanonicalEvent.RequestState;
import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.ClientView;
import io.vestibule.platform.mail.LetterSettings;
import io.vestibule.platform.mail.MailContent;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * How mails about a client's requests are written: its people read their own language, the firm's people the firm's. What
 * mails may carry counts for all who get them, since any mail may be read on its way.
 */
@Component
public class MailManners {

    private final PortalGateway portal;
    private final LetterSettings firm;

    MailManners(PortalGateway portal, LetterSettings firm) {
        this.portal = portal;
        this.firm = firm;
    }

    /** @param brief title and text are left out */
    record Manner(Locale language, boolean brief) {}

    Manner of(RequestState request, String address) {
        Optional<ClientView> client = portal.client(request.clientId());
        Optional<ClientView> reader = StopMails.mayStop(request, address) ? client : Optional.empty();
        return new Manner(language(reader), isBrief(client));
    }

    /** The language of this client's people. Asks the portal. */
    Locale languageOf(ClientId client) {
        return language(portal.client(client));
    }

    private Locale language(Optional<ClientView> reader) {
        Optional<String> wish = reader.flatMap(view -> Optional.ofNullable(view.language()));
        return firm.languageFor(wish.orElse(null)).locale();
    }

    /** Whether mails about this client's requests leave out title and text. Asks the portal. */
    public boolean leaveContentOut(ClientId client) {
        return isBrief(portal.client(client));
    }

    private boolean isBrief(Optional<ClientView> client) {
        Optional<String> wish = client.flatMap(view -> Optional.ofNullable(view.mailContent()));
        return firm.contentFor(wish.orElse(null)) == MailContent.LINK;
    }
}
