package io.vestibule.portal.request.web;

import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.ClientNames;
import io.vestibule.portal.access.Permission;
import io.vestibule.portal.request.RequestFilter;
import io.vestibule.portal.request.RequestPage;
import io.vestibule.portal.request.Requests;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;

/** The list of requests. */
@Controller
class RequestListController {

    private static final int PAGE = 25;

    private final Requests requests;
    private final ClientNames clientNames;

    RequestListController(Requests requests, ClientNames clientNames) {
        this.requests = requests;
        this.clientNames = clientNames;
    }

    @GetMapping("/portal/requests")
    String list(Access access, @ModelAttribute("query") RequestQuery query, Model model) {
        RequestFilter filter = query.filter(access);
        RequestPage page = requests.page(access, filter, query.cursor(), PAGE);
        model.addAttribute("rows", page.rows())
                .addAttribute("count", requests.count(access, filter))
                .addAttribute("anyAtAll", !page.rows().isEmpty() || requests.count(access, RequestFilter.ALL) > 0)
                .addAttribute("counts", requests.counts(access))
                .addAttribute("newest", query.cursor() == null ? null : query.newest())
                .addAttribute("older", query.older(page.nextCursor()))
                .addAttribute("clients", access.everyClient() ? clientNames.clientNames(access) : Map.of())
                .addAttribute("internal", access.isInternal())
                .addAttribute("mayWrite", access.may(Permission.WRITE));
        return "portal/request/list";
    }
}
