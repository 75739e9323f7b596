package io.vestibule.portal.access;

import io.vestibule.platform.mail.MailLanguage;
import java.util.UUID;

/** In which language the people of a client are written to. Implemented by the room of clients. */
public interface ClientLanguages {

    /** The client's own, else the firm's. */
    MailLanguage languageOf(UUID clientId);
}
