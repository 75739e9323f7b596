package io.vestibule.hub.webhook;

import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.ClientView;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Clients that are called like a vendor's contact or company, legal forms aside. Read at most once a minute: they only
 * make suggestions.
 */
@Component
class AlikeClients {

    private static final Duration FRESH = Duration.ofMinutes(1);
    private static final Pattern LEGAL_FORM =
            Pattern.compile("\\b(ltd|limited|inc|llc|gmbh|ag|plc|co|corp|bv|sa|sarl)\\b\\.?");
    private static final Pattern NO_LETTER_OR_DIGIT = Pattern.compile("[^\\p{L}\\p{N}]");

    private final PortalGateway portal;
    private final Clock clock;
    private volatile @Nullable Known read;

    AlikeClients(PortalGateway portal, Clock clock) {
        this.portal = portal;
        this.clock = clock;
    }

    private record Named(ClientView client, String bare) {

        private boolean isLike(String wanted) {
            return wanted.contains(bare) || bare.contains(wanted);
        }
    }

    private record Known(List<Named> clients, Instant at) {

        private boolean isFresh(Instant now) {
            return !now.isBefore(at) && now.isBefore(at.plus(FRESH));
        }
    }

    /** Those whose name is part of this one, or the other way round. */
    List<ClientView> of(String name) {
        String wanted = bare(name);
        return wanted.isEmpty()
                ? List.of()
                : known().clients().stream()
                        .filter(named -> named.isLike(wanted))
                        .map(Named::client)
                        .toList();
    }

    private Known known() {
        Known known = read;
        Instant now = clock.instant();
        if (known == null || !known.isFresh(now)) {
            known = new Known(named(), now);
            read = known;
        }
        return known;
    }

    private List<Named> named() {
        return portal.clients().stream()
                .map(client -> new Named(client, bare(client.name())))
                .filter(named -> !named.bare().isEmpty())
                .toList();
    }

    private static String bare(String name) {
        String words = LEGAL_FORM.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("");
        return NO_LETTER_OR_DIGIT.matcher(words).replaceAll("");
    }
}
