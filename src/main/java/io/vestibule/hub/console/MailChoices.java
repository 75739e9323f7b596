package io.vestibule.hub.console;

import io.vestibule.platform.mail.LetterSettings;
import io.vestibule.platform.mail.MailContent;
import io.vestibule.platform.mail.MailLanguage;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** What a client's form offers for its mails; the first choice is what the firm has for all. */
@Component
class MailChoices {

    private final LetterSettings firm;
    private final MessageSource messages;

    MailChoices(LetterSettings firm, MessageSource messages) {
        this.firm = firm;
        this.messages = messages;
    }

    Map<String, String> languages() {
        return choices("clients.language.", MailLanguage.values(), firm.language());
    }

    Map<String, String> contents() {
        return choices("clients.mail-content.", MailContent.values(), firm.content());
    }

    private <E extends Enum<E>> Map<String, String> choices(String prefix, E[] constants, E ofFirm) {
        Map<String, String> choices = new LinkedHashMap<>();
        choices.put("", say("clients.as-firm", say(prefix + word(ofFirm))));
        for (E constant : constants) {
            choices.put(word(constant), say(prefix + word(constant)));
        }
        return choices;
    }

    private String say(String key, Object... values) {
        return messages.getMessage(key, values, Locale.UK);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
