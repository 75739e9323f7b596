package io.vestibule.portal.api;

import io.vestibule.portal.access.Access;
import io.vestibule.portal.api.ApiAnswers.Items;
import io.vestibule.portal.api.Views.InvoiceView;
import io.vestibule.portal.client.ChangePosition;
import io.vestibule.portal.invoice.Invoice;
import io.vestibule.portal.invoice.Invoices;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RestController;

/** Reads of the API about invoices. */
@RestController("portalApiInvoices")
class InvoicesController {

    private final Invoices invoices;

    InvoicesController(Invoices invoices) {
        this.invoices = invoices;
    }

    @GetMapping("/portal/api/v1/invoices")
    ResponseEntity<?> list(
            @RequestAttribute(PeerFilter.PEER) String peer, @ModelAttribute RequestsController.Query query) {
        Access access = Access.peer(peer);
        if (query.origin().isPresent()) {
            return ApiAnswers.json(new Items<>(
                    invoices.find(access, query.origin().get()).stream()
                            .map(InvoiceView::of)
                            .toList(),
                    null));
        }
        ChangePosition after = ListCursor.read(query.cursor(), query.updatedSince());
        List<Invoice> page = invoices.changedAfter(access, after, query.most());
        String next = page.size() < query.most()
                ? null
                : ListCursor.text(new ChangePosition(
                        page.getLast().changedAt(), page.getLast().id()));
        return ApiAnswers.json(new Items<>(page.stream().map(InvoiceView::of).toList(), next));
    }

    @GetMapping("/portal/api/v1/invoices/{id}")
    ResponseEntity<?> one(@RequestAttribute(PeerFilter.PEER) String peer, @PathVariable String id) {
        return ApiAnswers.one(Uuids.parse(id)
                .flatMap(invoice -> invoices.find(Access.peer(peer), invoice))
                .map(InvoiceView::of));
    }
}
