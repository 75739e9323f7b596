package io.vestibule.hub.mail.reply;

import java.util.List;
import java.util.Locale;

/** Finds the signature, the line of a device and the disclaimer at the end of what a person wrote. */
final class Signatures {

    private static final int MAX_LINES = 25;

    /** Lines below the mark with something in them; where there are more, somebody parted his own words so. */
    private static final int MAX_SIGNATURE = 15;

    private static final List<String> DISCLAIMERS = List.of(
            "this email and any",
            "this e-mail and any",
            "this message and any",
            "this email message and any",
            "this message (including",
            "this email (including",
            "this e-mail (including",
            "the information contained in this",
            "the contents of this e",
            "confidentiality notice",
            "privileged/confidential",
            "diese e-mail enthält vertraulich",
            "diese email enthält vertraulich",
            "diese nachricht enthält vertraulich",
            "diese e-mail ist vertraulich",
            "vertraulichkeitshinweis",
            "haftungsausschluss",
            "avis de confidentialité",
            "aviso legal",
            "aviso de confidencialidad",
            "avviso di riservatezza",
            "aviso de confidencialidade",
            "konfidenciální",
            "please consider the environment",
            "think before you print",
            "bitte denken sie an die umwelt");

    /** With these people begin sentences, too: they count only where lawyers' words follow. */
    private static final List<String> PERHAPS_DISCLAIMERS = List.of(
            "the information in this e",
            "confidentiality:",
            "disclaimer",
            "confidential:",
            "important notice",
            "important:",
            "notice: this",
            "this communication",
            "this transmission",
            "diese e-mail enthält",
            "diese email enthält",
            "diese nachricht enthält",
            "die information in dieser",
            "der inhalt dieser e-mail",
            "ce message et ",
            "ce message est",
            "ce courriel",
            "cet e-mail",
            "este mensaje y",
            "este mensaje va",
            "este correo",
            "questo messaggio",
            "le informazioni contenute",
            "esta mensagem",
            "este e-mail",
            "dit bericht",
            "deze e-mail",
            "de informatie in",
            "denne e-mail",
            "detta meddelande",
            "denne e-posten",
            "niniejsza wiadomość",
            "treść tej wiadomości",
            "tato zpráva",
            "это сообщение",
            "настоящее сообщение",
            "bu e-posta",
            "bu mesaj");

    private static final List<String> LEGAL_WORDS = List.of(
            "confidential",
            "intended",
            "recipient",
            "addressee",
            "privileged",
            "proprietary",
            "unauthori",
            "disclos",
            "liab",
            "virus",
            "vertraulich",
            "bestimmt",
            "empfänger",
            "adressat",
            "irrtümlich",
            "weitergabe",
            "haftung",
            "confidentiel",
            "destiné",
            "destinataire",
            "confidencial",
            "destinatari",
            "reservad",
            "privilegiad",
            "dirigid",
            "riservat",
            "vertrouwelijk",
            "geadresseerde",
            "bestemd",
            "fortrolig",
            "konfidentiell",
            "modtager",
            "mottaker",
            "mottagare",
            "poufn",
            "adresat",
            "důvěrn",
            "určen",
            "конфиденциал",
            "предназнач",
            "адресат",
            "gizli",
            "alıcı");

    private static final int ENOUGH_LEGAL_WORDS = 2;
    private static final int MAX_LEGAL_TEXT = 4_000;

    private Signatures() {}

    /** First line of it; the number of lines when there is none. */
    static int start(List<String> lines) {
        int end = withoutMachineLines(lines, lines.size());
        end = withoutDisclaimer(lines, end);
        end = withoutMachineLines(lines, end);
        int mark = markIn(lines.subList(0, end));
        return mark < end ? withoutMachineLines(lines, mark) : end;
    }

    /** Whether nothing else stands here. */
    static boolean isAll(List<String> lines) {
        return start(lines) == 0;
    }

    /** The line "-- " near the end; the number of lines when there is none. */
    static int markIn(List<String> lines) {
        for (int i = Math.max(0, lines.size() - MAX_LINES); i < lines.size(); i++) {
            if (Quotes.isSignatureMark(lines.get(i)) && isShort(lines.subList(i + 1, lines.size()))) {
                return i;
            }
        }
        return lines.size();
    }

    /** As signatures are, but for the disclaimer and what is quoted below. */
    private static boolean isShort(List<String> below) {
        return below.subList(0, withoutDisclaimer(below, below.size())).stream()
                        .filter(line -> !line.isBlank() && !Quotes.isQuoted(line))
                        .count()
                <= MAX_SIGNATURE;
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
            if (starts && isDisclaimer(lines.subList(i, end))) {
                return i;
            }
        }
        return end;
    }

    /** Whether these lines, to the end of the text, are one. */
    private static boolean isDisclaimer(List<String> lines) {
        String line = lines.getFirst();
        String start = MailField.unmarked(line.length() > 200 ? line.substring(0, 200) : line)
                .strip()
                .toLowerCase(Locale.ROOT);
        return DISCLAIMERS.stream().anyMatch(start::startsWith)
                || (PERHAPS_DISCLAIMERS.stream().anyMatch(start::startsWith) && isLegal(lines));
    }

    private static boolean isLegal(List<String> lines) {
        String all = String.join(" ", lines);
        String text = all.substring(0, Math.min(all.length(), MAX_LEGAL_TEXT)).toLowerCase(Locale.ROOT);
        return LEGAL_WORDS.stream()
                        .filter(text::contains)
                        .limit(ENOUGH_LEGAL_WORDS)
                        .count()
                == ENOUGH_LEGAL_WORDS;
    }
}
