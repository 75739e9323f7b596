package io.vestibule.hub.mail.parse;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Knows the lines with which mail programs introduce what they quote, in the languages firms write in. */
final class QuoteLines {

    /** Our own line above which people are asked to write; the words differ by language, the marks don't. */
    static final Pattern OWN_MARKER = Pattern.compile("^[>\\s]*##- .{1,120} -##\\s*$");

    /** Wrapped headings are at most this many lines. */
    private static final int MAX_HEADING_LINES = 4;

    private static final int MAX_HEADING_LENGTH = 400;
    private static final int MAX_LINE_LENGTH = 1_000;
    private static final Pattern RULE = Pattern.compile("[_-]{5,}|\\*{5,}");

    private static final List<Pattern> HEADINGS = List.of(
            heading("On\\b.{3,300}\\b(?:wrote|sent|writes)"),
            heading("Am\\b.{3,300}\\bschrieb(?:en)?\\b.{0,200}"),
            heading(".{3,300}\\bschrieb(?:en)?(?: am\\b.{3,120})?"),
            heading("Le\\b.{3,300}(?:a|à) (?:é|e)crit"),
            heading("El\\b.{3,300}\\bescribi(?:ó|o)"),
            heading("Il\\b.{3,300}\\bha scritto"),
            heading("(?:Em|No|A)\\b.{3,300}\\bescreveu"),
            heading("Op\\b.{3,300}\\b(?:schreef|geschreven)\\b.{0,200}"),
            heading("(?:Den|På)\\b.{3,300}\\bskrev\\b.{0,200}"),
            heading("Dnia\\b.{3,300}\\bnapisa(?:ł|l|ł\\(a\\))?.{0,20}"),
            heading("W dniu\\b.{3,300}\\b(?:pisze|napisał(?:\\(a\\))?)"),
            heading(".{3,300}\\bnapsal(?:\\(a\\)|a)?"),
            heading(".{3,300}\\bkirjoitti"),
            heading(".{3,300}\\b(?:пишет|написал(?:а|\\(а\\))?|писал\\(а\\))"),
            heading(".{3,300}\\bskrev(?: (?:følgende|den)\\b.{0,120})?"),
            heading(".{3,300}\\b(?:yazdı|şunu yazdı)"),
            heading(".{3,300}(?:写道|寫道|のメール|が書きました|님이 작성)"));

    private static final Pattern WEEKDAY = Pattern.compile(
            "\\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|"
                    + "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|"
                    + "sábado|domingo|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|"
                    + "(?:maan|dins|woens|donder|vrij|zater|zon)dag)\\b",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);

    private static final Pattern DIVIDER = Pattern.compile(
            "^[>\\s]*[-_*=]{2,}\\s*(?:Original Message|Original message|Reply message|Ursprüngliche Nachricht|"
                    + "Originalnachricht|Original-Nachricht|Message d'origine|Message original|Mensaje original|"
                    + "Messaggio originale|Mensagem original|Oorspronkelijk bericht|Oprindelig meddelelse|"
                    + "Ursprungligt meddelande|Opprinnelig melding|Wiadomość oryginalna|Původní zpráva|"
                    + "Alkuperäinen viesti|Исходное сообщение|Orijinal Mesaj|原始邮件|原始郵件)\\s*[-_*=]{0,}\\s*$",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private static final Pattern FORWARD = Pattern.compile(
            "^[>\\s]*-{3,}\\s*(?:Forwarded message|Weitergeleitete Nachricht|Message transféré|Mensaje reenviado|"
                    + "Messaggio inoltrato|Mensagem encaminhada|Doorgestuurd bericht|Vidarebefordrat meddelande)\\b.*|"
                    + "^[>\\s]*Begin forwarded message:.*|^[>\\s]*Anfang der weitergeleiteten Nachricht:.*",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private static final Pattern FROM_FIELD = Pattern.compile(
            "^\\s*[*]?(?:From|Von|De|Da|Van|Från|Fra|Od|Lähettäjä|От|Kimden|发件人|寄件者|差出人)\\s*[:：].*",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private static final Pattern OTHER_FIELD = Pattern.compile(
            "^\\s*[*]?(?:Sent|Date|To|Subject|Gesendet|Datum|An|Betreff|Envoyé|À|Objet|Enviado|Fecha|Para|Asunto|"
                    + "Inviato|Data|A|Oggetto|Assunto|Verzonden|Aan|Onderwerp|Skickat|Till|Ämne|Sendt|Til|Emne|"
                    + "Wysłano|Wysłane|Do|Temat|Odesláno|Komu|Předmět|Lähetetty|Vastaanottaja|Aihe|Отправлено|"
                    + "Дата|Кому|Тема|Gönderilme|Tarih|Kime|Konu|发送时间|收件人|主题|日期|主旨|件名|宛先)\\s*[*]?\\s*[:：].*",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private static final Pattern DEVICE = Pattern.compile(
            "^\\s*(?:Sent from (?:my|Mail for|Outlook|Yahoo|the all)|Get Outlook for|Von meinem .{2,40} gesendet|"
                    + "Gesendet (?:von|mit)|Envoyé de(?:puis)? mon|Enviado desde mi|Inviato da|Verzonden vanaf|"
                    + "Skickat från min|Sendt fra min|Wysłano z|Отправлено с).{0,80}$",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private QuoteLines() {}

    private static Pattern heading(String words) {
        return Pattern.compile(
                "^[>\\s]*(?:-{1,5}\\s*)?" + words + "\\s*[:：]\\s*(?:-{1,5})?\\s*$",
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
    }

    /** Whether everything from this line on is a quoted mail. */
    static boolean startsQuotedMail(List<String> lines, int at) {
        String line = lines.get(at);
        return is(OWN_MARKER, line) || is(DIVIDER, line) || startsHeaderBlock(lines, at);
    }

    /** Number of lines of a heading like "On ... wrote:" that starts here; 0 when none does. */
    static int headingLines(List<String> lines, int at) {
        if (lines.get(at).isBlank() || isSentence(lines.get(at))) {
            return 0;
        }
        StringBuilder joined = new StringBuilder();
        int end = Math.min(lines.size(), at + MAX_HEADING_LINES);
        for (int i = at; i < end; i++) {
            String line = lines.get(i).strip();
            joined.append(joined.isEmpty() ? "" : " ").append(line);
            if (joined.length() > MAX_HEADING_LENGTH || line.isEmpty()) {
                return 0;
            }
            if (line.endsWith(":") || line.endsWith("：") || line.endsWith(":-----")) {
                return isHeading(joined.toString(), quoteFollows(lines, i + 1)) ? i - at + 1 : 0;
            }
        }
        return 0;
    }

    /** A forwarded mail starts here: it belongs to what the person sends. */
    static boolean startsForward(String line) {
        return is(FORWARD, line);
    }

    static boolean isQuoted(String line) {
        String start = line.stripLeading();
        return start.startsWith(">") && !start.startsWith(">>>>>>>>>>>>>>>");
    }

    static boolean isDeviceLine(String line) {
        return is(DEVICE, line);
    }

    /** A weekday alone dates it only above quoted lines: people also tell what somebody wrote to them on Monday. */
    private static boolean isHeading(String text, boolean aboveQuote) {
        boolean dated = text.chars().anyMatch(Character::isDigit)
                || text.indexOf('@') >= 0
                || (aboveQuote && WEEKDAY.matcher(text).find());
        return dated
                && HEADINGS.stream().anyMatch(heading -> heading.matcher(text).matches());
    }

    private static boolean quoteFollows(List<String> lines, int from) {
        return lines.subList(from, lines.size()).stream()
                .filter(line -> !line.isBlank())
                .findFirst()
                .map(QuoteLines::isQuoted)
                .orElse(false);
    }

    /** "Please answer what he wrote:" is no heading: it has no date, and it starts in the middle of a text. */
    private static boolean isSentence(String line) {
        return line.strip().toLowerCase(Locale.ROOT).startsWith("please ");
    }

    private static boolean startsHeaderBlock(List<String> lines, int at) {
        int first = isRule(lines.get(at)) ? at + 1 : at;
        if (first >= lines.size() || !is(FROM_FIELD, lines.get(first))) {
            return false;
        }
        long fields = lines.subList(first + 1, Math.min(lines.size(), first + 8)).stream()
                .filter(line -> is(OTHER_FIELD, line))
                .count();
        return fields >= 2;
    }

    private static boolean isRule(String line) {
        return is(RULE, line.strip());
    }

    /** Longer lines are none of these, and a pattern could take long to find that out. */
    private static boolean is(Pattern pattern, String line) {
        return line.length() <= MAX_LINE_LENGTH && pattern.matcher(line).matches();
    }
}
