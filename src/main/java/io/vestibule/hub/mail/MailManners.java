package io.vestibule.hub.mail;

import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.ClientMails;
import io.vestibule.hub.gateway.PortalGateway.RequestView;
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

    /** Asks the portal where the request doesn't say. */
    Manner of(RequestView request, String address) {
        Optional<ClientMails> client = Optional.ofNullable(request.clientMails())
                .or(() -> of(request.state().clientId()));
        Optional<ClientMails> reader = StopMails.mayStop(request.state(), address) ? client : Optional.empty();
        return new Manner(language(reader), isBrief(client));
    }

    private Optional<ClientMails> of(ClientId client) {
        return portal.client(client).map(view -> new ClientMails(view.language(), view.mailContent()));
    }

    /** The language of this client's people. Asks the portal. */
    Locale languageOf(ClientId client) {
        return language(of(client));
    }

    private Locale language(Optional<ClientMails> reader) {
        Optional<String> wish = reader.flatMap(mails -> Optional.ofNullable(mails.language()));
        return firm.languageFor(wish.orElse(null)).locale();
    }

    /** Whether mails about this client's requests leave out title and text. Asks the portal. */
    public boolean leaveContentOut(ClientId client) {
        return isBrief(of(client));
    }

    private boolean isBrief(Optional<ClientMails> client) {
        Optional<String> wish = client.flatMap(mails -> Optional.ofNullable(mails.mailContent()));
        return firm.contentFor(wish.orElse(null)) == MailContent.LINK;
    }
}
