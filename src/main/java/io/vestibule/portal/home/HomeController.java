package io.vestibule.portal.home;

import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.Permission;
import io.vestibule.portal.contract.RequestStatus;
import io.vestibule.portal.invoice.InvoiceFilter;
import io.vestibule.portal.invoice.Invoices;
import io.vestibule.portal.invoice.TotalDue;
import io.vestibule.portal.request.RequestCounts;
import io.vestibule.portal.request.RequestFilter;
import io.vestibule.portal.request.RequestRow;
import io.vestibule.portal.request.Requests;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The first page after sign-in: what waits for this person comes first. */
@Controller
class HomeController {

    private static final int SHOWN = 5;

    private final Requests requests;
    private final Invoices invoices;

    HomeController(Requests requests, Invoices invoices) {
        this.requests = requests;
        this.invoices = invoices;
    }

    @GetMapping("/portal")
    String home(Access access, Model model) {
        RequestCounts counts = requests.counts(access);
        List<TotalDue> totals = access.seesInvoices() ? invoices.totals(access, InvoiceFilter.ALL) : List.of();
        long overdue = totals.stream().mapToLong(TotalDue::overdueInvoices).sum();
        long requestsWaiting = access.isInternal() ? counts.mine() : counts.waitingOnClient();
        // Who only reads can't answer: for such a person nothing but what is due waits
        long toAnswer = access.may(Permission.WRITE) ? requestsWaiting : 0;
        model.addAttribute("counts", counts)
                .addAttribute("totals", totals)
                .addAttribute("overdue", overdue)
                .addAttribute("waiting", access.isInternal() ? toAnswer : toAnswer + overdue)
                .addAttribute("requestsWaiting", requestsWaiting)
                .addAttribute("waitingRequests", waiting(access))
                .addAttribute("recent", newest(access, RequestFilter.ALL))
                .addAttribute("internal", access.isInternal())
                .addAttribute("mayWrite", access.may(Permission.WRITE))
                .addAttribute("seesInvoices", access.seesInvoices());
        return "portal/home";
    }

    /** For staff the own open ones, for a client those that wait for an answer. */
    private List<RequestRow> waiting(Access access) {
        return newest(
                access,
                access.isInternal()
                        ? RequestFilter.OPEN.withOwner(access.personId())
                        : RequestFilter.ALL.withStatuses(Set.of(RequestStatus.WAITING_ON_CLIENT)));
    }

    private List<RequestRow> newest(Access access, RequestFilter filter) {
        return requests.page(access, filter, null, SHOWN).rows();
    }
}
