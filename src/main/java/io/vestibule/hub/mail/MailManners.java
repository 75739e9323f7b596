package io.vestibule.hub.mail;

import io.vestibule.hub.canonical.CanonicalEvent.RequestState;
import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.ClientView;
import io.vestibule.platform.mail.LetterSettings;
import io.vestibule.platform.mail.MailContent;
import io.vestibule.platform.mail.MailLanguage;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
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
        MailLanguage language =
                wish(reader, ClientView::language, MailLanguage.values()).orElse(firm.language());
        return new Manner(language.locale(), isBrief(client));
    }

    /** Whether mails about this client's requests leave out title and text. Asks the portal. */
    public boolean leaveContentOut(ClientId client) {
        return isBrief(portal.client(client));
    }

    private boolean isBrief(Optional<ClientView> client) {
        return wish(client, ClientView::mailContent, MailContent.values()).orElse(firm.content()) == MailContent.LINK;
    }

    /** Empty too where another portal knows a word that we don't. */
    private static <E extends Enum<E>> Optional<E> wish(
            Optional<ClientView> client, Function<ClientView, @Nullable String> field, E[] words) {
        return client.flatMap(view -> Optional.ofNullable(field.apply(view)))
                .flatMap(wish -> Arrays.stream(words)
                        .filter(word -> word.name().equalsIgnoreCase(wish))
                        .findFirst());
    }
}
