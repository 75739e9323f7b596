package io.vestibule.hub.mail;

import io.vestibule.hub.canonical.CanonicalEvent.RequestState;
import io.vestibule.hub.canonical.Party;
import io.vestibule.platform.web.PublicAddress;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Who can stop the mails about a request and who did: the client's people who take part. The firm's people are mailed
 * because it is theirs to look after.
 */
final class StopMails {

    static final String PATH = "/mail/stop/";

    private StopMails() {}

    /** Whether this participant wants no mails about it. */
    static boolean wants(RequestState request, Party participant) {
        String id = participant.id();
        return id != null && request.muted().contains(id);
    }

    /** Whether the one with this address wants none. */
    static boolean wants(RequestState request, String address) {
        return at(request, address).anyMatch(party -> wants(request, party));
    }

    static boolean mayStop(RequestState request, String address) {
        return at(request, address).findAny().isPresent();
    }

    private static Stream<Party> at(RequestState request, String address) {
        return request.participants().stream()
                .filter(party -> party.kind() == Party.Kind.CONTACT && address.equalsIgnoreCase(party.email()));
    }

    static String link(PublicAddress address, ReplyKeys.Keys keys) {
        return address.of(PATH + keys.stop());
    }

    /** The button of mail programs. Without https they may not post (RFC 8058, 3.1), but still open the page. */
    static Map<String, String> headers(String link) {
        String page = "<" + link + ">";
        return link.startsWith("https:")
                ? Map.of("List-Unsubscribe", page, "List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
                : Map.of("List-Unsubscribe", page);
    }
}
