package io.vestibule.hub.mail.filter;

import io.vestibule.hub.mail.filter.MailFilters.Stopped;
import io.vestibule.hub.mail.parse.ParsedMail;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A machine answered for a person, and says so in its header. A subject alone proves nothing: people ask about "out of
 * office hours", too. Mail that a machine wrote by itself (an alarm, an invoice) is no such answer and goes on; it is
 * only never answered.
 */
final class AutoReplyFilter implements MailFilter {

    private static final Pattern SUBJECT = Pattern.compile(
            "^\\s*(?:(?:re|aw)\\s*:\\s*)?(?:auto(?:matic|mated|matische|matisk|maattinen)?[ -]?(?:reply|response|antwort|"
                    + "antwoord|svar|vastaus)\\b|out of (?:the )?office|autosvar|abwesenheits(?:notiz|meldung)|"
                    + "abwesend\\b|automatische antwort|réponse automatique|absence du bureau|respuesta automática|"
                    + "fuera de la oficina|risposta automatica|resposta automática|automatisch antwoord|"
                    + "afwezig(?:heid)?\\b|automatiskt svar|frånvaro|fravær|odpowiedź automatyczna|"
                    + "automatická odpověď|автоответ|自动回复|自動回覆|自動返信).*",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    @Override
    public Optional<Stopped> objection(ParsedMail mail, MailContext context) {
        return mark(mail).map(words -> new Stopped(MailRefusal.AUTO_REPLY, words));
    }

    /** What tells that a machine answered; empty when it didn't. */
    static Optional<String> mark(ParsedMail mail) {
        String submitted = lower(mail, "Auto-Submitted");
        if (submitted.startsWith("auto-replied") || submitted.contains("vacation")) {
            return Optional.of("Auto-Submitted: " + submitted);
        }
        for (String header : new String[] {"X-Autoreply", "X-Autorespond", "X-Autoresponder"}) {
            String value = lower(mail, header);
            if (!value.isEmpty() && !value.equals("no") && !value.equals("false")) {
                return Optional.of(header + ": " + value);
            }
        }
        String precedence = lower(mail, "Precedence");
        if (precedence.equals("auto_reply") || precedence.equals("auto-reply")) {
            return Optional.of("Precedence: " + precedence);
        }
        return hasItsSubject(mail)
                ? Machine.mark(mail).map(mark -> "Subject: %s (%s)".formatted(mail.subject(), mark))
                : Optional.empty();
    }

    static boolean hasItsSubject(ParsedMail mail) {
        return SUBJECT.matcher(mail.subject()).matches();
    }

    private static String lower(ParsedMail mail, String header) {
        return mail.header(header).orElse("").strip().toLowerCase(Locale.ROOT);
    }
}
