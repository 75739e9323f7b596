package io.vestibule.hub.mail.reply;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Tells single lines apart: quoted, ruled off, written by a mail program. Compares words, so that it costs no more than reading. */
final class Quotes {

    private static final int MAX_LINE = 1_000;

    private static final Set<String> REPLIED =
            words("original message|reply message|original email|original appointment|ursprüngliche nachricht"
                    + "|originalnachricht|original-nachricht|urspr. nachricht|antwort nachricht|message d'origine"
                    + "|message original|message initial|mensaje original|messaggio originale|mensagem original"
                    + "|oorspronkelijk bericht|origineel bericht|oprindelig meddelelse|den oprindelige meddelelse"
                    + "|ursprungligt meddelande|originalmeddelande|opprinnelig melding|wiadomość oryginalna"
                    + "|oryginalna wiadomość|původní zpráva|pôvodná správa|alkuperäinen viesti|исходное сообщение"
                    + "|оригинальное сообщение|пересылаемое сообщение|orijinal mesaj|özgün ileti|原始邮件|原始郵件|原始訊息"
                    + "|元のメッセージ|원본 메시지|eredeti üzenet|mesaj original|αρχικό μήνυμα|missatge original|izvorna poruka"
                    + "|replied message|original mail|in reply to");

    private static final Set<String> FORWARDED =
            words("forwarded message|forwarded mail|begin forwarded message|start of forwarded message"
                    + "|forwarded by|weitergeleitete nachricht|weitergeleitete mail"
                    + "|anfang der weitergeleiteten nachricht|anfang der weitergeleiteten e-mail|message transféré"
                    + "|message transmis|début du message réexpédié|début du message transféré|mensaje reenviado"
                    + "|inicio del mensaje reenviado|messaggio inoltrato|inizio messaggio inoltrato"
                    + "|mensagem encaminhada|mensagem reencaminhada|início da mensagem reencaminhada"
                    + "|início da mensagem encaminhada|doorgestuurd bericht|begin doorgestuurd bericht"
                    + "|vidarebefordrat meddelande|vidarebefordrat brev|videresendt meddelelse|videresendt besked"
                    + "|videresendt melding|start på videresendt melding|start på videresendt besked"
                    + "|början på vidarebefordrat meddelande|edelleenlähetetty viesti|välitetty viesti"
                    + "|välitetty viesti alkaa|przekazana wiadomość|wiadomość przekazana dalej"
                    + "|wiadomość przesłana dalej|treść przekazanej wiadomości|początek przekazywanej wiadomości"
                    + "|przeposlaná zpráva|přeposlaná zpráva|začátek přeposlané zprávy|preposlaná správa"
                    + "|пересылаемое сообщение|переслане повідомлення|пересланное сообщение"
                    + "|начало переадресованного сообщения|iletilen mesaj|iletilmiş mesaj|iletilen ileti"
                    + "|ileti başlangıcı|перенаправленное сообщение|yönlendirilmiş mesaj|yönlendirilen mesaj|转发的邮件"
                    + "|轉寄郵件|轉寄的郵件|転送メッセージ|転送されたメッセージ|전달된 메시지|továbbított üzenet|továbbított levél"
                    + "|mesaj redirecționat|mesaj redirecţionat|mesajul redirecționat|mesajul redirecţionat"
                    + "|începutul mesajului redirecționat|începe mesajul redirecționat|προωθημένο μήνυμα"
                    + "|missatge reenviat|proslijeđena poruka|prosleđena poruka|posredovano sporočilo"
                    + "|edasi saadetud kiri|forwarded email|fwd message|mail forwarded");

    /** What devices and mail programs write below a text. */
    private static final List<String> DEVICE_STARTS = List.of(
            "sent from ",
            "sent via the samsung ",
            "sent wirelessly",
            "get outlook for",
            "get [outlook",
            "from my iphone",
            "from my android",
            "download outlook",
            "gesendet von meinem ",
            "diese nachricht wurde von mein",
            "envoyé depuis",
            "envoyé à partir de",
            "envoyé sans fil",
            "télécharger outlook",
            "obtenir outlook",
            "enviado desde ",
            "enviado a partir",
            "obtener outlook",
            "obter o outlook",
            "ottieni outlook",
            "scarica outlook",
            "verzonden vanaf",
            "verstuurd vanaf",
            "skickat från",
            "skickades från",
            "hämta outlook",
            "sendt fra",
            "hent outlook",
            "hanki outlook",
            "pobierz outlook",
            "iphone'umdan gönderildi",
            "iphone'umdan",
            "iphoneから送信",
            "发自我的",
            "iphone에서 보냄",
            "στάλθηκε από",
            "נשלח מ",
            "mobiltelefonról küldve");

    /** With these people begin sentences, too. */
    private static final List<String> PERHAPS_DEVICE_STARTS = List.of(
            "sent by ",
            "sent with ",
            "sent via ",
            "sent using ",
            "sent on the ",
            "von meinem ",
            "gesendet von ",
            "gesendet mit ",
            "gesendet über ",
            "envoyé de ",
            "envoyé avec",
            "enviado del ",
            "enviado de ",
            "enviado do ",
            "inviato da ",
            "inviato dal ",
            "verzonden met",
            "outlook voor ",
            "lähetetty ",
            "wysłano z",
            "wysłane z",
            "odesláno z",
            "odoslané z",
            "отправлено с",
            "отправлено из",
            "надіслано з",
            "発送 ",
            "自我的",
            "從我的",
            "从我的",
            "나의 ",
            "trimis de pe",
            "elküldve ",
            "küldve ",
            "poslano s ",
            "poslano iz",
            "sendt med");

    private static final List<String> DEVICES = List.of(
            "iphone",
            "ipad",
            "ipod",
            "android",
            "galaxy",
            "samsung",
            "huawei",
            "honor",
            "blackberry",
            "nokia",
            "xiaomi",
            "redmi",
            "oneplus",
            "pixel",
            "xperia",
            "windows",
            "mobil",
            "móvil",
            "movil",
            "movistar",
            "portable",
            "handy",
            "smartphone",
            "smart phone",
            "tablet",
            "telefon",
            "téléphone",
            "teléfono",
            "cellulare",
            "celular",
            "gerät",
            "apparaat",
            "puhelin",
            "outlook",
            "proton",
            "gmail",
            "gmx",
            "web.de",
            "t-online",
            "yahoo",
            "aquamail",
            "aqua mail",
            "airmail",
            "thunderbird",
            "mailbird",
            "spark",
            "superhuman",
            "k-9",
            "mail.ru",
            "yandex",
            "手机",
            "手機",
            "아이폰",
            "휴대",
            "айфон",
            "телефон");

    /** A mail program's line about itself has no more words; people who begin so mostly go on. */
    private static final int DEVICE_WORDS = 6;

    private Quotes() {}

    /** In lower case; the Turkish capital I loses the dot that Unicode keeps beside it. */
    static String lower(String text) {
        return text.toLowerCase(Locale.ROOT).replace("\u0307", "");
    }

    private static Set<String> words(String all) {
        return Set.of(all.split("\\|"));
    }

    static boolean isQuoted(String line) {
        return isMarked(line) && !isTableRow(line);
    }

    /** As programs mark a quote; behind the heading of one also what looks like a table. */
    static boolean isMarked(String line) {
        String start = line.stripLeading();
        boolean marked = start.startsWith(">") || start.startsWith("|");
        return marked && !start.startsWith(">>>>>>>>>>>>>>>>>>>>>>>>>>>>>>");
    }

    /** A line that begins as some programs mark a quote, and has a further mark behind its first words. */
    static boolean isTableRow(String line) {
        String row = line.stripLeading();
        int words = 0;
        while (words < row.length() && "| \t".indexOf(row.charAt(words)) >= 0) {
            words++;
        }
        return row.startsWith("|") && row.indexOf('|', words) > 0;
    }

    /** Whether the next line with something in it is quoted. */
    static boolean follow(List<String> lines, int from) {
        int at = next(lines, from);
        return at < lines.size() && isQuoted(lines.get(at));
    }

    /** Whether the next line with something in it is marked as a quote. */
    static boolean marksFollow(List<String> lines, int from) {
        int at = next(lines, from);
        return at < lines.size() && isMarked(lines.get(at));
    }

    private static int next(List<String> lines, int from) {
        int at = from;
        while (at < lines.size() && at < from + 4 && lines.get(at).isBlank()) {
            at++;
        }
        return at;
    }

    static String unquoted(String line) {
        int at = 0;
        while (at < line.length() && (line.charAt(at) == '>' || Character.isWhitespace(line.charAt(at)))) {
            at++;
        }
        return line.substring(at);
    }

    /** A line that is a link, perhaps in brackets. */
    static boolean isLink(String line) {
        String text = line.strip();
        return text.startsWith("http")
                || text.startsWith("<http")
                || text.startsWith("(http")
                || text.startsWith("[http");
    }

    /** "-----Original Message-----": from here on everything is quoted. */
    static boolean isOriginalMark(String line) {
        return isRuled(line) && REPLIED.contains(inner(line));
    }

    /** "---------- Forwarded message ---------", ruled or ending in a colon. */
    static boolean isForwardMark(String line) {
        String words = inner(line);
        boolean marked = isRuled(line) || unquoted(line).strip().endsWith(":");
        return marked && (FORWARDED.contains(words) || startsForwarded(words));
    }

    private static boolean startsForwarded(String words) {
        return words.startsWith("forwarded by ")
                || words.startsWith("forwarded message from ")
                || words.startsWith("weitergeleitet von ");
    }

    /** Where a mark ends behind which, in the same line, header lines follow; 0 when there is none. */
    static int endOfMark(String line) {
        String start = unquoted(line);
        if (!start.startsWith("--") || line.length() > 8_000) {
            return 0;
        }
        int words = 0;
        while (words < start.length() && (start.charAt(words) == '-' || start.charAt(words) == ' ')) {
            words++;
        }
        int dashes = start.indexOf("--", words);
        if (dashes < 0 || !FORWARDED.contains(inner(start.substring(0, dashes)))) {
            return 0;
        }
        int end = dashes;
        while (end < start.length() && start.charAt(end) == '-') {
            end++;
        }
        return start.indexOf(':', end) < 0 ? 0 : line.length() - start.length() + end;
    }

    /** The line above which help desks ask people to write, also ours; the words differ by language, the marks don't. */
    static boolean isOwnMarker(String line) {
        String text = unquoted(line).stripTrailing();
        boolean marked = text.startsWith("##") && text.endsWith("##") && text.length() <= MAX_LINE;
        return marked && text.chars().filter(Character::isLetter).count() > 10;
    }

    /** A line of dashes, underscores or the like, and nothing else. */
    static boolean isRule(String line) {
        String text = unquoted(line).strip();
        return text.length() >= 2
                && text.length() <= MAX_LINE
                && text.chars().allMatch(c -> "-_*=#~+—–".indexOf(c) >= 0);
    }

    static boolean isDeviceLine(String line) {
        String text = line.strip();
        if (text.isEmpty() || text.length() > 160) {
            return false;
        }
        String words = bare(text).toLowerCase(Locale.ROOT);
        return DEVICE_STARTS.stream().anyMatch(words::startsWith)
                || isShortOfDevice(words)
                || words.endsWith(" from mobile")
                || words.startsWith("via mobile")
                || words.equals("iphone")
                || words.endsWith(" から送信");
    }

    private static boolean isShortOfDevice(String words) {
        return PERHAPS_DEVICE_STARTS.stream().anyMatch(words::startsWith)
                && DEVICES.stream().anyMatch(words::contains)
                && words.split("\\s+", DEVICE_WORDS + 2).length <= DEVICE_WORDS
                && !words.endsWith("?");
    }

    /**
     * "-- ", as mail programs part the signature (RFC 3676), also without the space behind it, which gets lost, and as
     * signed texts escape it. With other lines of dashes people part their own words.
     */
    static boolean isSignatureMark(String line) {
        String text = line.strip();
        return text.equals("--") || text.equals("- --");
    }

    private static String bare(String text) {
        int from = 0;
        while (from < text.length() && "<([*_ -—".indexOf(text.charAt(from)) >= 0) {
            from++;
        }
        return text.substring(from);
    }

    private static boolean isRuled(String line) {
        String text = unquoted(line).strip();
        return text.length() <= MAX_LINE && text.length() > 4 && "-_*=+".indexOf(text.charAt(0)) >= 0;
    }

    /** The words of a ruled line, in lower case. */
    private static String inner(String line) {
        if (line.length() > MAX_LINE) {
            return "";
        }
        String text = unquoted(line).replace('\u2019', '\'').replace('\u00A0', ' ');
        int from = 0;
        int to = text.length();
        while (from < to && "-_*=+ \t".indexOf(text.charAt(from)) >= 0) {
            from++;
        }
        while (to > from && "-_*=+ \t:：".indexOf(text.charAt(to - 1)) >= 0) {
            to--;
        }
        return lower(text.substring(from, to).strip());
    }
}
