package io.vestibule.hub.mail;

import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.PersonView;
import io.vestibule.hub.mail.mailbox.Mailboxes;
import io.vestibule.hub.mail.parse.MailAddress;
import io.vestibule.hub.mail.proof.MailDomains;
import io.vestibule.platform.mail.FreeMail;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Names of the firm's people and the domains of firm and clients, which strangers imitate. Read at most once a minute:
 * they only make marks.
 */
@Component
class KnownNames {

    private static final Duration FRESH = Duration.ofMinutes(1);

    private final PortalGateway portal;
    private final Mailboxes mailboxes;
    private final Clock clock;
    private volatile @Nullable Names read;

    KnownNames(PortalGateway portal, Mailboxes mailboxes, Clock clock) {
        this.portal = portal;
        this.mailboxes = mailboxes;
        this.clock = clock;
    }

    /** @param people in lower case; {@code domains}: as registered */
    record Names(Set<String> people, Set<String> domains, Instant at) {

        private boolean isFresh(Instant now) {
            return !now.isBefore(at) && now.isBefore(at.plus(FRESH));
        }
    }

    Names now() {
        Names known = read;
        Instant now = clock.instant();
        if (known == null || !known.isFresh(now)) {
            known = names(now);
            read = known;
        }
        return known;
    }

    private Names names(Instant now) {
        List<PersonView> people =
                portal.people().stream().filter(PersonView::active).toList();
        Stream<String> ofFirm = Stream.concat(
                        people.stream().map(PersonView::email),
                        mailboxes.enabled().stream().map(mailbox -> mailbox.address()))
                .map(address -> new MailAddress(null, address).domain());
        Stream<String> ofClients = portal.clients().stream().flatMap(client -> client.domains().stream());
        Set<String> domains = Stream.concat(ofFirm, ofClients)
                .filter(domain -> !domain.isBlank() && !FreeMail.has(domain))
                .map(MailDomains::registered)
                .collect(Collectors.toCollection(HashSet::new));
        return new Names(
                people.stream().map(person -> folded(person.name())).collect(Collectors.toSet()), domains, now);
    }

    static String folded(String name) {
        return name.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    }
}
