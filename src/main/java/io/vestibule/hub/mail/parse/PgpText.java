package io.vestibule.hub.mail.parse;

import java.util.Iterator;

/**
 * A text that is signed or encrypted in itself (RFC 4880): the signed words without the signature around them; an
 * encrypted one stays as it is.
 */
record PgpText(String text, Protection protection) {

    private static final String SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----";
    private static final String SIGNATURE = "-----BEGIN PGP SIGNATURE-----";
    private static final String SIGNATURE_END = "-----END PGP SIGNATURE-----";
    private static final String ENCRYPTED = "-----BEGIN PGP MESSAGE-----";

    static PgpText of(String text) {
        if (text.stripLeading().startsWith(ENCRYPTED)) {
            return new PgpText(text, Protection.ENCRYPTED_PGP);
        }
        if (!text.startsWith(SIGNED) && !text.contains("\n" + SIGNED)) {
            return new PgpText(text, Protection.NONE);
        }
        StringBuilder kept = new StringBuilder(text.length());
        Place place = Place.OUTSIDE;
        Iterator<String> lines = text.lines().iterator();
        while (lines.hasNext()) {
            String line = lines.next();
            Place next = place.next(line);
            if (place == Place.SIGNED && next == Place.SIGNED) {
                kept.append(line, line.startsWith("- ") ? 2 : 0, line.length()).append('\n');
            } else if (place == Place.OUTSIDE && next == Place.OUTSIDE) {
                kept.append(line).append('\n');
            }
            place = next;
        }
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
                case HEADER -> line.isBlank() ? SIGNED : HEADER;
                case SIGNED -> line.equals(PgpText.SIGNATURE) ? SIGNATURE : SIGNED;
                case SIGNATURE -> line.equals(SIGNATURE_END) ? LAST_LINE : SIGNATURE;
            };
        }
    }
}
