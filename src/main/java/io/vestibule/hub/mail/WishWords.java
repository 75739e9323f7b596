package io.vestibule.hub.mail;

import io.vestibule.hub.canonical.RequestStatus;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Knows when a mail asks to close or reopen its request: by a first line that is nothing but {@code #close} or
 * {@code #reopen}, or by a whole text of a few plain words. "Done" is not among them in any language: it is also what a
 * client writes who did what was asked.
 */
final class WishWords {

    private static final Map<String, RequestStatus> COMMANDS =
            Map.of("#close", RequestStatus.DONE, "#reopen", RequestStatus.IN_PROGRESS);

    private static final Set<String> CLOSE = Set.of(
            "close",
            "please close",
            "you can close this",
            "this can be closed",
            "solved",
            "resolved",
            "gelöst",
            "ist gelöst",
            "hat sich erledigt",
            "bitte schließen",
            "kann geschlossen werden",
            "résolu",
            "c'est résolu",
            "clôturer",
            "vous pouvez clôturer",
            "resuelto",
            "está resuelto",
            "solucionado",
            "cerrar",
            "se puede cerrar",
            "risolto",
            "è risolto",
            "chiudere",
            "si può chiudere");

    private static final Set<String> REOPEN = Set.of(
            "reopen",
            "please reopen",
            "wieder öffnen",
            "bitte wieder öffnen",
            "rouvrir",
            "merci de rouvrir",
            "reabrir",
            "por favor reabrir",
            "riaprire",
            "per favore riaprire");

    private static final Pattern THANKS =
            Pattern.compile("(?: (?:many )?thanks| thank you(?: very much)?| danke| vielen dank| merci| muchas gracias"
                    + "| gracias| grazie(?: mille)?)$");

    /** Who asks or counts does not say that it is so. */
    private static final Pattern DOUBT = Pattern.compile("[?¿？؟\\p{Nd}]");

    /** Longer than any of the words: need not be looked at. */
    private static final int LONGEST = 80;

    private WishWords() {}

    /** @param text what the sender wrote now, without quotes and signature */
    static Optional<RequestStatus> in(String text) {
        String firstLine = text.strip().lines().findFirst().orElse("").strip().toLowerCase(Locale.ROOT);
        RequestStatus commanded = COMMANDS.get(firstLine);
        return commanded != null ? Optional.of(commanded) : plain(text.strip());
    }

    private static Optional<RequestStatus> plain(String text) {
        if (text.length() > LONGEST || DOUBT.matcher(text).find()) {
            return Optional.empty();
        }
        String words = text.toLowerCase(Locale.ROOT)
                .replace('\u2019', '\'')
                .replaceAll("[^\\p{L}']+", " ")
                .strip();
        String bare = THANKS.matcher(words).replaceFirst("");
        if (CLOSE.contains(bare)) {
            return Optional.of(RequestStatus.DONE);
        }
        return REOPEN.contains(bare) ? Optional.of(RequestStatus.IN_PROGRESS) : Optional.empty();
    }
}
