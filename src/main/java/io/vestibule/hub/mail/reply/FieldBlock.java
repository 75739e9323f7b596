package io.vestibule.hub.mail.reply;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The lines "From: ... Sent: ... To: ... Subject: ..." that stand above a quoted or forwarded mail.
 *
 * @param start its first line
 * @param end the line behind its last one
 */
record FieldBlock(int start, int end, Map<MailField, String> fields) {

    /** One field may be wrapped over this many more lines. */
    private static final int MAX_WRAPPED = 3;

    private static final int MAX_LINES = 60;
    private static final int MAX_LINE_LENGTH = 4_000;

    /** Of a day, a year and a time of day. */
    private static final int DIGITS_TO_THE_MINUTE = 9;

    /** The block that starts in this line; null when none does. */
    static @Nullable FieldBlock at(List<String> lines, int start) {
        MailField.Line first = field(lines, start);
        if (first == null || first.field() == MailField.OTHER || first.field() == MailField.CC) {
            return null;
        }
        Map<MailField, String> fields = inOneLine(lines.get(start), first);
        if (fields.size() > 1) {
            return isOfMail(fields) ? new FieldBlock(start, start + 1, fields) : null;
        }
        fields.clear();
        MailField open = first.field();
        int at = start;
        while (at < start + MAX_LINES) {
            MailField.Line line = field(lines, at);
            boolean repeated = line != null && line.field() != MailField.OTHER && fields.containsKey(line.field());
            if (repeated || (line == null && !goesOn(lines, at, fields.getOrDefault(open, "")))) {
                break;
            }
            open = line == null ? open : line.field();
            String value = line == null ? MailField.unmarked(lines.get(at)).strip() : line.value();
            fields.merge(open, value, (before, more) -> (before + " " + more).strip());
            at++;
        }
        return isOfMail(fields) ? new FieldBlock(start, at, fields) : null;
    }

    @Nullable
    String value(MailField field) {
        String value = fields.get(field);
        return value == null || value.isBlank() ? null : value;
    }

    /** Journeys and payments have these, too; only mails have a subject, an address or the minute besides. */
    private static boolean isOfMail(Map<MailField, String> fields) {
        int telling = fields.size() - (fields.containsKey(MailField.OTHER) ? 1 : 0);
        boolean dated = fields.containsKey(MailField.SENT) || fields.containsKey(MailField.SUBJECT);
        long digits = fields.getOrDefault(MailField.SENT, "")
                .chars()
                .filter(Character::isDigit)
                .count();
        boolean sure = fields.getOrDefault(MailField.FROM, "").indexOf('@') >= 0 && digits > 0;
        boolean onlyMails =
                fields.containsKey(MailField.SUBJECT) || hasAddress(fields) || digits >= DIGITS_TO_THE_MINUTE;
        return fields.containsKey(MailField.FROM) && dated && (telling >= 3 && onlyMails || sure);
    }

    private static boolean hasAddress(Map<MailField, String> fields) {
        return fields.values().stream().anyMatch(value -> value.indexOf('@') >= 0);
    }

    /** Web mail sometimes loses the line ends between the fields. */
    private static Map<MailField, String> inOneLine(String line, MailField.Line first) {
        Map<MailField, String> fields = new EnumMap<>(MailField.class);
        if (first.field() == MailField.FROM) {
            for (String piece : MailField.pieces(MailField.unmarked(line))) {
                MailField.Line field = MailField.read(piece);
                if (field != null) {
                    fields.putIfAbsent(field.field(), field.value());
                }
            }
        }
        return fields;
    }

    /** Whether this line, which names no field, still belongs to the block: a wrapped value or one empty line. */
    private static boolean goesOn(List<String> lines, int at, String value) {
        if (at >= lines.size()) {
            return false;
        }
        if (isBlank(lines, at)) {
            return field(lines, at + 1) != null && value.length() > 0;
        }
        if (value.endsWith(",") || value.endsWith(";")) {
            return true;
        }
        for (int next = at + 1; next <= at + MAX_WRAPPED && !isBlank(lines, next); next++) {
            if (field(lines, next) != null) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBlank(List<String> lines, int at) {
        return at >= lines.size() || MailField.unmarked(lines.get(at)).isBlank();
    }

    private static MailField.@Nullable Line field(List<String> lines, int at) {
        return at >= lines.size() || lines.get(at).length() > MAX_LINE_LENGTH ? null : MailField.read(lines.get(at));
    }
}
