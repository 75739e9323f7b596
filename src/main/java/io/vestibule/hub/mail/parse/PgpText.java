package io.vestibule.hub.mail.parse;

import java.util.Iterator;
import java.util.List;

/**
 * A text that is signed or encrypted in itself (RFC 4880): the signed words and those around them, without the signature;
 * an encrypted one stays as it is.
 */
record PgpText(String text, Protection protection) {

    private static final String SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----";
    private static final String SIGNATURE = "-----BEGIN PGP SIGNATURE-----";
    private static final String SIGNATURE_END = "-----END PGP SIGNATURE-----";
    private static final String ENCRYPTED = "-----BEGIN PGP MESSAGE-----";

    /** What may stand between the first line and the words. */
    private static final List<String> HEADERS = List.of("Hash:", "Charset:", "Comment:", "Version:", "NotDashEscaped:");

    static PgpText of(String text) {
        if (text.stripLeading().startsWith(ENCRYPTED)) {
            return new PgpText(text, Protection.ENCRYPTED_PGP);
        }
        if (!text.startsWith(SIGNED) && !text.contains("\n" + SIGNED)) {
            return new PgpText(text, Protection.NONE);
        }
        StringBuilder kept = new StringBuilder(text.length());
        StringBuilder signature = new StringBuilder();
        Place place = Place.OUTSIDE;
        Iterator<String> lines = text.lines().iterator();
        while (lines.hasNext()) {
            String line = lines.next();
            Place next = place.next(line.stripTrailing());
            if (place == Place.SIGNATURE && next == Place.HEADER) {
                // One that never ends may be anything
                kept.append(signature);
                signature.setLength(0);
            } else if (next == Place.SIGNATURE) {
                signature.append(line).append('\n');
            } else if (next == Place.LAST_LINE) {
                signature.setLength(0);
            } else if (next.keeps(line, place)) {
                boolean escaped = next == Place.SIGNED && line.startsWith("- ");
                kept.append(line, escaped ? 2 : 0, line.length()).append('\n');
            }
            place = next;
        }
        kept.append(signature);
        kept.setLength(Math.max(0, kept.length() - 1));
        return new PgpText(kept.toString(), Protection.SIGNED_PGP);
    }

    private enum Place {
        OUTSIDE,
        HEADER,
        SIGNED,
        SIGNATURE,
        LAST_LINE;

        Place next(String line) {
            return switch (this) {
                case OUTSIDE, LAST_LINE -> line.equals(PgpText.SIGNED) ? HEADER : OUTSIDE;
                case HEADER -> HEADERS.stream().anyMatch(line::startsWith) ? HEADER : SIGNED;
                case SIGNED -> line.equals(PgpText.SIGNATURE) ? SIGNATURE : SIGNED;
                case SIGNATURE ->
                    line.equals(PgpText.SIGNED) ? HEADER : line.equals(SIGNATURE_END) ? LAST_LINE : SIGNATURE;
            };
        }

        /** Whether a line here is a person's: an empty one right behind a header or a signature belongs to that. */
        boolean keeps(String line, Place before) {
            return this != HEADER && (before == this || !line.isBlank());
        }
    }
}
