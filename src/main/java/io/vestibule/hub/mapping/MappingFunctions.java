package io.vestibule.hub.mapping;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;

/**
 * The few functions every mapping may use besides JSONata's own: dates as vendors write them, exact money, text of
 * HTML. Each answers nothing for nothing, so that an absent field stays absent, and refuses what it can't read.
 */
final class MappingFunctions {

    private static final Pattern SLASH_DATE = Pattern.compile("/Date\\((-?\\d{1,16})(?:[+-]\\d{4})?\\)/");
    private static final Pattern DIGITS = Pattern.compile("-?\\d{1,16}");
    private static final Pattern DECIMAL = Pattern.compile("[+-]?\\d{1,30}(?:\\.\\d{1,10})?");
    private static final Pattern SPACES = Pattern.compile("[ \\t\\x0B\\f\\r]+");
    private static final int PAD_LIMIT = 10_000;

    private MappingFunctions() {}

    /** All functions by name. {@code pad} takes the place of the engine's own, which runs for minutes when asked to. */
    static Map<String, MappingFunction> all() {
        Map<String, MappingFunction> functions = new LinkedHashMap<>();
        functions.put("isoInstant", one(MappingFunctions::isoInstant));
        functions.put("isoDate", one(MappingFunctions::isoDate));
        functions.put("money", one(value -> money(decimal(value))));
        functions.put("moneySum", one(MappingFunctions::moneySum));
        functions.put("moneyMinus", MappingFunctions::moneyMinus);
        functions.put("moneyOfMinor", MappingFunctions::moneyOfMinor);
        functions.put("textOfHtml", one(value -> textOfHtml(value.toString())));
        functions.put("pad", MappingFunctions::pad);
        return functions;
    }

    private interface OfOne {
        Object apply(Object value);
    }

    private static MappingFunction one(OfOne function) {
        return arguments -> {
            Object value = arguments.isEmpty() ? null : arguments.get(0);
            return value == null ? null : function.apply(value);
        };
    }

    /** An instant in UTC. Reads {@code /Date(ms+0000)/}, epoch milliseconds, ISO with or without zone (then UTC). */
    private static String isoInstant(Object value) {
        return instant(value.toString().strip()).toString();
    }

    /** A calendar day. A time is cut to its own day as written; epoch values are days in UTC. */
    private static String isoDate(Object value) {
        String text = value.toString().strip();
        if (text.length() >= 10 && text.charAt(4) == '-') {
            return parsed(text, () -> LocalDate.parse(text.substring(0, 10)).toString());
        }
        return instant(text).atOffset(ZoneOffset.UTC).toLocalDate().toString();
    }

    private static Instant instant(String text) {
        Matcher slash = SLASH_DATE.matcher(text);
        if (slash.matches()) {
            return Instant.ofEpochMilli(Long.parseLong(slash.group(1)));
        }
        if (DIGITS.matcher(text).matches()) {
            return Instant.ofEpochMilli(Long.parseLong(text));
        }
        return parsed(text, () -> isoTime(text));
    }

    private static Instant isoTime(String text) {
        if (text.length() == 10) {
            return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        }
        boolean zoned = text.endsWith("Z") || text.indexOf('+', 10) > 0 || text.indexOf('-', 10) > 0;
        if (zoned) {
            return OffsetDateTime.parse(withColonInOffset(text)).toInstant();
        }
        return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    }

    private static String withColonInOffset(String text) {
        return text.replaceFirst("([+-]\\d{2})(\\d{2})$", "$1:$2");
    }

    private interface Parsing<T> {
        T parse();
    }

    private static <T> T parsed(String text, Parsing<T> parsing) {
        try {
            return parsing.parse();
        } catch (DateTimeParseException unreadable) {
            throw new IllegalArgumentException("\"" + excerpt(text) + "\" is no date or time", unreadable);
        }
    }

    /** A decimal in plain digits with at least two after the point: "1234.50". */
    private static String money(BigDecimal amount) {
        BigDecimal plain = amount.stripTrailingZeros();
        return plain.setScale(Math.max(2, plain.scale()), RoundingMode.UNNECESSARY)
                .toPlainString();
    }

    private static BigDecimal decimal(Object value) {
        if (value instanceof Double computed && computed != Math.rint(computed)) {
            throw new IllegalArgumentException("the number " + value + " was computed inexactly before $money:"
                    + " sum with $moneySum or $moneyMinus");
        }
        String text = value instanceof Double computed
                ? BigDecimal.valueOf(computed).toPlainString()
                : plain(value).strip();
        if (!DECIMAL.matcher(text).matches()) {
            throw new IllegalArgumentException("\"" + excerpt(text) + "\" is no amount of money");
        }
        return new BigDecimal(text);
    }

    private static String plain(Object value) {
        return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
    }

    private static String moneySum(Object value) {
        List<?> items = value instanceof List<?> list ? list : List.of(value);
        BigDecimal sum = BigDecimal.ZERO;
        for (Object item : items) {
            sum = sum.add(decimal(item));
        }
        return money(sum);
    }

    private static @Nullable Object moneyMinus(List<@Nullable Object> arguments) {
        Object from = argument(arguments, 0);
        Object less = argument(arguments, 1);
        return from == null || less == null ? null : money(decimal(from).subtract(decimal(less)));
    }

    /** {@code $moneyOfMinor(1999)} and {@code $moneyOfMinor(1999, 2)} are "19.99". */
    private static @Nullable Object moneyOfMinor(List<@Nullable Object> arguments) {
        Object minor = argument(arguments, 0);
        Object digits = argument(arguments, 1);
        int places = digits instanceof Number number ? number.intValue() : 2;
        return minor == null ? null : money(decimal(minor).movePointLeft(places));
    }

    private static String textOfHtml(String html) {
        Document document = Jsoup.parse(html);
        document.outputSettings().prettyPrint(false);
        document.select("script, style, head").remove();
        document.select("p, div, li, tr, h1, h2, h3, h4, h5, h6, blockquote").prepend("\n");
        document.select("p, h1, h2, h3, h4, h5, h6, blockquote").append("\n");
        String text =
                SPACES.matcher(document.wholeText().replace('\u00a0', ' ')).replaceAll(" ");
        return text.replaceAll(" ?\\n ?", "\n").replaceAll("\\n{3,}", "\n\n").strip();
    }

    private static Object pad(List<@Nullable Object> arguments) {
        Object text = argument(arguments, 0);
        Object width = argument(arguments, 1);
        Object fill = argument(arguments, 2);
        if (text == null || !(width instanceof Number number)) {
            throw new IllegalArgumentException("$pad needs a text and a width");
        }
        long wanted = Math.abs(number.longValue());
        if (wanted > PAD_LIMIT) {
            throw new IllegalArgumentException("$pad to " + wanted + " characters: the limit is " + PAD_LIMIT);
        }
        String filler = fill == null || fill.toString().isEmpty() ? " " : fill.toString();
        int missing = Math.max(0, (int) wanted - text.toString().length());
        String padding = filler.repeat(missing / filler.length() + 1).substring(0, missing);
        return number.longValue() < 0 ? padding + text : text + padding;
    }

    private static @Nullable Object argument(List<@Nullable Object> arguments, int index) {
        return index < arguments.size() ? arguments.get(index) : null;
    }

    private static String excerpt(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }
}
