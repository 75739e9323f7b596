package io.vestibule.platform.mail;

import java.util.Locale;

/** The languages our mails can be written in. */
public enum MailLanguage {
    EN(Locale.UK),
    DE(Locale.GERMANY),
    FR(Locale.FRANCE),
    ES(Locale.of("es", "ES")),
    IT(Locale.ITALY);

    private final Locale locale;

    MailLanguage(Locale locale) {
        this.locale = locale;
    }

    public Locale locale() {
        return locale;
    }
}
