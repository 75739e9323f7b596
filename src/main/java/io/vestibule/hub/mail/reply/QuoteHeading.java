package io.vestibule.hub.mail.reply;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Knows the line above a quoted mail ("On 3 May, Ann wrote:") in the languages firms write in. Looks for words before
 * patterns, so that no text is dear to read. Where no marks of a quote follow, only what a mail program writes is one.
 *
 * @param lines how many lines it takes
 * @param text the heading on one line
 */
record QuoteHeading(int lines, String text) {

    /** Wrapped headings are at most this many lines. */
    private static final int MAX_LINES = 6;

    private static final int MAX_LENGTH = 400;

    /** "wrote", where it is the last word. */
    private static final List<String> LAST_WORDS = List.of(
            "wrote",
            "writes",
            "schrieb",
            "schrieben",
            "geschrieben",
            "geschreven",
            "écrit",
            "ecrit",
            "escribió",
            "escribio",
            "escrito",
            "escriure",
            "escrit",
            "escribiu",
            "scritto",
            "escreveu",
            "schreef",
            "skrev",
            "skreiv",
            "skrifaði",
            "napisał",
            "napisał(a)",
            "napisała",
            "napisal",
            "pisze",
            "napsal",
            "napsal(a)",
            "napsala",
            "napísal",
            "napísala",
            "napísal(a)",
            "napisao",
            "napisala",
            "napisao/la",
            "napisal/a",
            "kirjoitti",
            "kirjutas",
            "пишет",
            "написал",
            "написала",
            "написал(а)",
            "писал",
            "писал(а)",
            "писала",
            "пише",
            "написав",
            "написав(-ла)",
            "написа",
            "yazdı",
            "写道",
            "寫道",
            "写到",
            "のメール",
            "書きました",
            "書き込みました",
            "작성",
            "썼습니다",
            "έγραψε",
            "כתב",
            "כתבה",
            "כתב/ה",
            "كتب",
            "كتبت",
            "scris",
            "írta",
            "menulis",
            "viết",
            "เขียนว่า",
            "เขียน",
            "parašė",
            "rakstīja");

    /** With these people announce lists, too: they count only where a quote follows. */
    private static final List<String> VAGUE_LAST_WORDS =
            List.of("sent", "folgendes", "volgende", "følgende", "följande");

    /** From Thai on, in the order of Unicode, scripts write words and endings without a space between them. */
    private static final char FIRST_UNSPACED = '\u0E00';

    /** "wrote", where the writer's name follows. */
    private static final List<String> INNER_WORDS = List.of(
            " schrieb ",
            " schrieben ",
            " schreef ",
            " skrev ",
            " napsal ",
            " napsal(a) ",
            " napísal ",
            " escribió ",
            " escreveu ",
            " ha scritto ",
            " написал ",
            " написал(а) ",
            " kirjoitti ",
            " napisał ",
            " írta ",
            " yazdı ");

    /** How such a line begins when neither with a number nor with a weekday. */
    private static final Set<String> FIRST_WORDS = Set.of(
            "on", "at", "am", "le", "el", "il", "em", "no", "a", "op", "den", "på", "dnia", "w", "dne", "în", "la",
            "pe", "kl", "von", "vào", "από", "στις", "בתאריך", "في", "pada", "u", "v", "в", "у", "els", "dana", "date",
            "in");

    private static final Set<String> WEEKDAYS =
            Set.of(("monday tuesday wednesday thursday friday saturday sunday mon tue"
                            + " wed thu fri sat sun montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag lundi mardi"
                            + " mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo lunedì"
                            + " martedì mercoledì giovedì venerdì sabato domenica maandag dinsdag woensdag donderdag vrijdag"
                            + " zaterdag zondag понедельник вторник среду среда четверг пятницу пятница субботу суббота"
                            + " воскресенье segunda-feira terça-feira quarta-feira quinta-feira sexta-feira poniedziałek wtorek"
                            + " środa czwartek piątek sobota niedziela mandag tirsdag onsdag torsdag fredag lørdag søndag måndag"
                            + " tisdag lördag söndag maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai pazartesi"
                            + " salı çarşamba perşembe cuma cumartesi pazar")
                    .split(" "));

    private static final Set<String> SHORT_WEEKDAYS =
            Set.of(("mo di mi do fr sa so lun mar mer jeu ven sam dim mié jue vie"
                            + " sáb dom gio sab seg ter qua qui sex ma wo vr za zo mån tis ons tor fre lör sön man tir lør søn pon"
                            + " wt śr czw pt sob po út st čt pá ne ti ke to pe la su pzt sal çar per cum cmt paz пн вт ср чт пт сб"
                            + " вс нд")
                    .split(" "));

    /** The heading that starts in this line; null when none does. */
    static @Nullable QuoteHeading at(List<String> lines, int at) {
        if (!mayStart(text(lines, at), lines, at)) {
            return null;
        }
        StringBuilder joined = new StringBuilder();
        for (int i = at; i < Math.min(lines.size(), at + MAX_LINES); i++) {
            String line = text(lines, i);
            boolean goesOn = !line.isEmpty() || text(lines, i + 1).startsWith("<");
            joined.append(joined.isEmpty() || line.isEmpty() ? "" : " ").append(line);
            if (joined.length() > MAX_LENGTH || !goesOn) {
                return null;
            }
            boolean closes = mayEnd(line) || Character.isDigit(joined.charAt(0));
            if (closes && isHeading(joined.toString(), Quotes.follow(lines, i + 1))) {
                return startsLater(lines, at, i) ? null : new QuoteHeading(i - at + 1, joined.toString());
            }
            // What goes on below a colon is a person's list: programs break a heading elsewhere.
            if (endsWithColon(trimmed(line))) {
                return null;
            }
        }
        return null;
    }

    /** Whether this line is the person's, and only a later one starts the heading. */
    private static boolean startsLater(List<String> lines, int at, int last) {
        return !startsDated(text(lines, at))
                && IntStream.rangeClosed(at + 1, last).anyMatch(later -> startsDated(text(lines, later)));
    }

    private static boolean startsDated(String line) {
        String words = trimmed(line).toLowerCase(Locale.ROOT);
        String first = upTo(words, " \t\n\u000B\f\r,:");
        return (FIRST_WORDS.contains(first) || WEEKDAYS.contains(first))
                && words.chars().anyMatch(Character::isDigit);
    }

    /** Where, behind other words of this line, a heading starts that is complete in it; 0 when none does. */
    static int startInside(List<String> lines, int at) {
        String line = lines.get(at);
        int start = line.indexOf("On ", 1);
        boolean candidate = start > 0 && line.length() <= MAX_LENGTH && line.endsWith("wrote:");
        if (!candidate || Quotes.isQuoted(line) || !Quotes.follow(lines, at + 1)) {
            return 0;
        }
        int from = start;
        while (from > 0 && "- ".indexOf(line.charAt(from - 1)) >= 0) {
            from--;
        }
        boolean apart = from < start && from > 0;
        return apart && isDated(line.substring(start)) && !startsDated(text(lines, at)) ? from : 0;
    }

    private static String text(List<String> lines, int at) {
        String line = at < lines.size() && lines.get(at).length() <= MAX_LENGTH + 100 ? lines.get(at) : "";
        return Quotes.unquoted(line).replace('\u00A0', ' ').strip();
    }

    private static boolean mayStart(String line, List<String> lines, int at) {
        if (line.isEmpty()) {
            return false;
        }
        String words = trimmed(line).toLowerCase(Locale.ROOT);
        String first = upTo(words, " \t\n\u000B\f\r,:");
        return FIRST_WORDS.contains(first)
                || isWeekday(first)
                || words.codePoints().limit(3).anyMatch(Character::isDigit)
                || words.indexOf('@') >= 0
                || (line.startsWith("--") && line.endsWith("--"))
                || (words.endsWith(":") && Quotes.follow(lines, at + 1));
    }

    /** Looked at first, because it costs nothing. */
    private static boolean mayEnd(String line) {
        int at = line.length() - 1;
        while (at > 0 && "_ *\u200F\u202C\u200E".indexOf(line.charAt(at)) >= 0) {
            at--;
        }
        return at >= 0 && ":：-".indexOf(line.charAt(at)) >= 0;
    }

    private static boolean isHeading(String heading, boolean quoteFollows) {
        String text = trimmed(heading);
        boolean closed = endsWithColon(text);
        String words = closed ? text.substring(0, text.length() - 1).strip() : text;
        String lower = words.toLowerCase(Locale.ROOT);
        boolean ruled = heading.startsWith("--") && heading.endsWith("--");
        if (!closed && !ruled) {
            return isDateAndName(lower);
        }
        boolean addressed = lower.endsWith(">") && lower.indexOf('@') > 0;
        if (addressed && startsWithDate(lower)) {
            return true;
        }
        boolean verb = endsWithVerb(lower, quoteFollows) || INNER_WORDS.stream().anyMatch(lower::contains);
        if (!verb || ruled) {
            return verb;
        }
        return quoteFollows ? isDated(lower) || hasWeekdayOrIsShort(lower) : isOfProgram(lower);
    }

    private static boolean endsWithColon(String text) {
        return text.endsWith(":") || text.endsWith("：");
    }

    private static boolean endsWithVerb(String lower, boolean quoteFollows) {
        return LAST_WORDS.stream().anyMatch(word -> endsWithWord(lower, word))
                || (quoteFollows && VAGUE_LAST_WORDS.stream().anyMatch(word -> endsWithWord(lower, word)));
    }

    private static boolean endsWithWord(String lower, String word) {
        int before = lower.length() - word.length() - 1;
        return lower.endsWith(word)
                && (before < 0 || word.charAt(0) >= FIRST_UNSPACED || !Character.isLetter(lower.charAt(before)));
    }

    /** People, too, tell who wrote on which day; address or minute are what only programs add. */
    private static boolean isOfProgram(String lower) {
        return lower.indexOf('@') >= 0 || StatedTime.isToTheMinute(lower);
    }

    private static boolean isWeekday(String word) {
        String name = word.endsWith(".") ? word.substring(0, word.length() - 1) : word;
        return WEEKDAYS.contains(name) || SHORT_WEEKDAYS.contains(name);
    }

    private static boolean isDated(String lower) {
        return lower.indexOf('@') >= 0 || lower.chars().anyMatch(Character::isDigit);
    }

    private static boolean hasWeekdayOrIsShort(String lower) {
        return lower.length() < 60 || Arrays.stream(lower.split("[\\s,]+")).anyMatch(WEEKDAYS::contains);
    }

    /** Programs that write no "wrote" but the address: "26.06.2026, 14:41, Ann <ann@...>:". */
    private static boolean startsWithDate(String lower) {
        String first = upTo(lower, " \t\n\u000B\f\r,");
        boolean begins = Character.isDigit(lower.charAt(0)) || isWeekday(first) || FIRST_WORDS.contains(first);
        return begins && lower.chars().filter(Character::isDigit).count() >= 4;
    }

    /** Programs that write no "wrote": "2016-03-03 17:21 GMT+01:00 Ann <ann@...>". */
    private static boolean isDateAndName(String lower) {
        int digits = 0;
        while (digits < lower.length() && Character.isDigit(lower.charAt(digits))) {
            digits++;
        }
        if (digits != 4 || lower.length() <= 12 || "-/年년.".indexOf(lower.charAt(4)) < 0) {
            return false;
        }
        boolean addressed = lower.endsWith(">") && lower.lastIndexOf('@') > lower.lastIndexOf('<');
        boolean named = Character.isLetter(lower.charAt(lower.length() - 1))
                && (lower.contains(" gmt+") || lower.contains(" gmt-"));
        return addressed || named;
    }

    /** What stands before the first of these marks; asked of every line of every mail. */
    private static String upTo(String words, String marks) {
        int end = 0;
        while (end < words.length() && marks.indexOf(words.charAt(end)) < 0) {
            end++;
        }
        return words.substring(0, end);
    }

    /** Without dashes and quote marks around it. */
    private static String trimmed(String line) {
        int from = 0;
        int to = line.length();
        while (from < to && "-_ >\uFEFF*\u200F\u202B\u200E".indexOf(line.charAt(from)) >= 0) {
            from++;
        }
        while (to > from && "-_ *\u200F\u202C\u200E".indexOf(line.charAt(to - 1)) >= 0) {
            to--;
        }
        return line.substring(from, to);
    }
}
