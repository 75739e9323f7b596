package io.vestibule.hub.mail;

import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.PersonView;
import io.vestibule.hub.gateway.PortalGateway.SenderView;
import io.vestibule.hub.mail.parse.ParsedMail.DeliveryReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Marks the address of a mail of ours that will never arrive. Each of our mails goes to one address, so the report of a
 * mail can mark no other, whoever wrote it. Only contacts are marked, on whose client's page a person can end it; people
 * of the firm are not, nor its teams: somebody there must always hear.
 */
@Component
class BounceMarks {

    private final SentMails sentMails;
    private final UndeliverableAddresses undeliverable;
    private final PortalGateway portal;

    BounceMarks(SentMails sentMails, UndeliverableAddresses undeliverable, PortalGateway portal) {
        this.sentMails = sentMails;
        this.undeliverable = undeliverable;
        this.portal = portal;
    }

    /**
     * @param ours Message-IDs of our mails that the reports are about
     * @return the addresses marked now
     */
    List<String> mark(List<DeliveryReport> reports, List<String> ours) {
        List<String> marked = new ArrayList<>();
        for (String messageId : ours) {
            sentMails
                    .addressOf(messageId)
                    .filter(this::isContacts)
                    .ifPresent(address -> hard(reports, address).ifPresent(report -> {
                        undeliverable.mark(address, words(report));
                        marked.add(address);
                    }));
        }
        return marked;
    }

    private boolean isContacts(String address) {
        SenderView known = portal.sender(address);
        return !known.contacts().isEmpty() && known.staff().stream().noneMatch(PersonView::active);
    }

    /** The one about the address; where it was an alias, all behind it must have failed. */
    private static Optional<DeliveryReport> hard(List<DeliveryReport> reports, String address) {
        List<DeliveryReport> named = reports.stream()
                .filter(report -> address.equalsIgnoreCase(report.recipient()))
                .toList();
        List<DeliveryReport> about = named.isEmpty() ? reports : named;
        return about.stream().allMatch(DeliveryReport::isHard) ? about.stream().findFirst() : Optional.empty();
    }

    private static String words(DeliveryReport report) {
        String words = report.words();
        String status = report.status();
        return words != null ? words : status != null ? status : "It could not be delivered.";
    }
}
