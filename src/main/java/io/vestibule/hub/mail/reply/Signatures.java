package io.vestibule.hub.mail.reply;

import java.util.List;
import java.util.Locale;

/** Finds the signature, the line of a device and the disclaimer at the end of what a person wrote. */
final class Signatures {

    private static final int MAX_LINES = 25;

    private static final List<String> DISCLAIMERS = List.of(
            "this email and any",
            "this e-mail and any",
            "this message and any",
            "this email message and any",
            "this message (including",
            "this email (including",
            "this e-mail (including",
            "the information contained in this",
            "the information in this e",
            "the contents of this e",
            "confidentiality notice",
            "confidentiality:",
            "disclaimer",
            "confidential:",
            "privileged/confidential",
            "important notice",
            "important:",
            "notice: this",
            "this communication",
            "this transmission",
            "diese e-mail enthält",
            "diese email enthält",
            "diese nachricht enthält",
            "diese e-mail ist vertraulich",
            "die information in dieser",
            "vertraulichkeitshinweis",
            "haftungsausschluss",
            "der inhalt dieser e-mail",
            "ce message et ",
            "ce message est",
            "ce courriel",
            "cet e-mail",
            "avis de confidentialité",
            "este mensaje y",
            "este mensaje va",
            "este correo",
            "aviso legal",
            "aviso de confidencialidad",
            "questo messaggio",
            "le informazioni contenute",
            "avviso di riservatezza",
            "esta mensagem",
            "este e-mail",
            "aviso de confidencialidade",
            "dit bericht",
            "deze e-mail",
            "de informatie in",
            "denne e-mail",
            "detta meddelande",
            "denne e-posten",
            "niniejsza wiadomość",
            "treść tej wiadomości",
            "tato zpráva",
            "konfidenciální",
            "это сообщение",
            "настоящее сообщение",
            "bu e-posta",
            "bu mesaj",
            "please consider the environment",
            "think before you print",
            "bitte denken sie an die umwelt");

    private Signatures() {}

    /** First line of it; the number of lines when there is none. */
    static int start(List<String> lines) {
        int end = withoutMachineLines(lines, lines.size());
        end = withoutDisclaimer(lines, end);
        end = withoutMachineLines(lines, end);
        int mark = markIn(lines.subList(0, end));
        return mark < end ? withoutMachineLines(lines, mark) : end;
    }

    /** The line "-- " near the end; the number of lines when there is none. */
    static int markIn(List<String> lines) {
        for (int i = Math.max(0, lines.size() - MAX_LINES); i < lines.size(); i++) {
            if (Quotes.isSignatureMark(lines.get(i))) {
                return i;
            }
        }
        return lines.size();
    }

    /** Without lines of devices, rules and empty lines at the end. */
    private static int withoutMachineLines(List<String> lines, int end) {
        int last = end;
        while (last > 0 && isMachineLine(lines.get(last - 1))) {
            last--;
        }
        return last;
    }

    private static boolean isMachineLine(String line) {
        return line.isBlank() || Quotes.isRule(line) || Quotes.isDeviceLine(line);
    }

    private static int withoutDisclaimer(List<String> lines, int end) {
        for (int i = Math.max(1, end - MAX_LINES); i < end; i++) {
            boolean starts = lines.get(i - 1).isBlank() || Quotes.isRule(lines.get(i - 1));
            if (starts && isDisclaimer(lines.get(i))) {
                return i;
            }
        }
        return end;
    }

    private static boolean isDisclaimer(String line) {
        String text = MailField.unmarked(line.length() > 200 ? line.substring(0, 200) : line)
                .strip()
                .toLowerCase(Locale.ROOT);
        return DISCLAIMERS.stream().anyMatch(text::startsWith);
    }
}
