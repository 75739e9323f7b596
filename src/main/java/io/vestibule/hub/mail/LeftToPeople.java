package io.vestibule.hub.mail;

import java.util.Arrays;
import java.util.Locale;

/** Why a mail that only asks how a request stands is not answered by a machine. */
enum LeftToPeople {
    OFF("its mailbox leaves such mails to people"),
    MACHINE("its sender gets no automatic answer"),
    NO_REQUEST("it names no request, and of those that are open the sender takes part in none or in too many"),
    NOT_GENUINE("nothing proves who wrote it"),
    TAKES_NO_PART("the sender takes no part in the request"),
    DONE("the request is done"),
    LATE("it was written more than a day ago"),
    ASKED_AGAIN("the sender got such an answer about it within the last day");

    private final String words;

    LeftToPeople(String words) {
        this.words = words;
    }

    /** As the end of a sentence. */
    String words() {
        return words;
    }

    String symbol() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static LeftToPeople of(String symbol) {
        return Arrays.stream(values())
                .filter(reason -> reason.symbol().equals(symbol))
                .findFirst()
                .orElseThrow();
    }
}
