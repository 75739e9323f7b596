package io.vestibule.portal.request.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Cast;
import io.vestibule.portal.access.People;
import io.vestibule.portal.client.Clients;
import io.vestibule.portal.contract.Cause;
import io.vestibule.portal.contract.RequestStatus;
import io.vestibule.portal.request.Requests;
import io.vestibule.portal.support.Firm;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.PortalTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** What an empty list of requests says. */
class RequestListPageTests extends PortalTest {

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Clients clients;

    @Autowired
    private People people;

    @Autowired
    private Requests requests;

    @Test
    void whoseRequestsAreAllDoneIsLedToThem() {
        Firm firm = new Firm(clients, people);
        UUID client = firm.client(unique("client"));
        Cast cast = new Cast(context, browser());
        Browser tom = cast.signIn(cast.person(client, Role.CLIENT_MEMBER));
        assertThat(tom.get("/portal/requests").text()).contains("No requests yet");
        UUID request = Firm.id(requests.open(Firm.HUB, Firm.request(client), Cause.PORTAL));
        Firm.applied(requests.changeStatus(
                firm.person(null, Role.INTERNAL_CONTRIBUTOR), request, RequestStatus.DONE, Cause.PORTAL));

        Page list = tom.get("/portal/requests");

        assertThat(list.text()).contains("No request is open.").doesNotContain("No requests yet");
        assertThat(tom.get(list.link(".v-empty a")).text()).contains("VAT return");
    }
}
