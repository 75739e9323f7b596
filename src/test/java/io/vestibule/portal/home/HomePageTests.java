package io.vestibule.portal.home;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.Cast;
import io.vestibule.portal.access.People;
import io.vestibule.portal.access.Person;
import io.vestibule.portal.client.Clients;
import io.vestibule.portal.contract.Cause;
import io.vestibule.portal.contract.RequestStatus;
import io.vestibule.portal.request.Assignment;
import io.vestibule.portal.request.Requests;
import io.vestibule.portal.support.Firm;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.PortalTest;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** What the first page says that waits, and for whom. */
class HomePageTests extends PortalTest {

    private static final String WAITING = "section[aria-labelledby=waiting]";

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Clients clients;

    @Autowired
    private People people;

    @Autowired
    private Requests requests;

    @SuppressWarnings("NullAway.Init")
    private Cast cast;

    @SuppressWarnings("NullAway.Init")
    private Access staff;

    @SuppressWarnings("NullAway.Init")
    private UUID client;

    @BeforeEach
    void aClient() {
        cast = new Cast(context, browser());
        Firm firm = new Firm(clients, people);
        staff = firm.person(null, Role.INTERNAL_CONTRIBUTOR);
        client = firm.client(unique("client"));
    }

    @Test
    void aClientReachesAllThatWaitsFromTheFewThatAreShown() {
        Browser tom = cast.signIn(cast.person(client, Role.CLIENT_MEMBER));
        for (int n = 0; n < 5; n++) {
            waiting();
        }
        assertThat(tom.get("/portal").html().select(WAITING + " > p")).isEmpty();
        waiting();

        Page home = tom.get("/portal");
        assertThat(home.text()).contains("6 things wait for you", "Show all 6");
        assertThat(home.html().select(WAITING + " tbody tr")).hasSize(5);
        assertThat(tom.get(home.link(WAITING + " > p a")).html().select("tbody tr"))
                .hasSize(6);
    }

    @Test
    void whoLooksAfterManyReachesThemAll() {
        Person dana = cast.person(null, Role.INTERNAL_CONTRIBUTOR);
        Browser browser = cast.signIn(dana);
        for (int n = 0; n < 6; n++) {
            Firm.applied(requests.assign(staff, open(), new Assignment(dana.id(), null)));
        }

        Page home = browser.get("/portal");
        assertThat(home.text()).contains("6 things wait for you");
        assertThat(browser.get(home.link(WAITING + " > p a")).html().select("tbody tr"))
                .hasSize(6);
    }

    @Test
    void whoOnlyReadsIsNotAskedForAnAnswer() {
        Browser viewer = cast.signIn(cast.person(client, Role.VIEWER));
        waiting();

        Page home = viewer.get("/portal");
        assertThat(home.text())
                .contains("Nothing waits for you", "We wait for an answer from your colleagues")
                .doesNotContain("We wait for your answer");
        assertThat(home.html().select(WAITING + " tbody tr")).hasSize(1);
    }

    private UUID open() {
        return Firm.id(requests.open(Firm.HUB, Firm.request(client), Cause.PORTAL));
    }

    private void waiting() {
        Firm.applied(requests.changeStatus(staff, open(), RequestStatus.WAITING_ON_CLIENT, Cause.PORTAL));
    }
}
