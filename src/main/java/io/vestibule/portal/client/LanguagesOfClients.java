package io.vestibule.portal.client;

import io.vestibule.platform.mail.LetterSettings;
import io.vestibule.platform.mail.MailLanguage;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.ClientLanguages;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Tells the rooms below this one how clients want to be written to. */
@Component
class LanguagesOfClients implements ClientLanguages {

    private static final Access READING = Access.system("mails");

    private final Clients clients;
    private final LetterSettings firm;

    LanguagesOfClients(Clients clients, LetterSettings firm) {
        this.clients = clients;
        this.firm = firm;
    }

    @Override
    public MailLanguage languageOf(UUID clientId) {
        Optional<String> wish =
                clients.find(READING, clientId).flatMap(client -> Optional.ofNullable(client.language()));
        return firm.languageFor(wish.orElse(null));
    }
}
