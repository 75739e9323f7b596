package io.vestibule.portal.request.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.Cast;
import io.vestibule.portal.access.People;
import io.vestibule.portal.client.Clients;
import io.vestibule.portal.contract.Cause;
import io.vestibule.portal.contract.Visibility;
import io.vestibule.portal.request.Requests;
import io.vestibule.portal.support.Firm;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.PortalTest;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** The page of a request while it stays open, and when much was said. */
class ConversationPageTests extends PortalTest {

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
    private Access answering;

    @SuppressWarnings("NullAway.Init")
    private UUID client;

    @SuppressWarnings("NullAway.Init")
    private UUID request;

    private String path = "";

    @BeforeEach
    void aRequest() {
        cast = new Cast(context, browser());
        Firm firm = new Firm(clients, people);
        answering = firm.person(null, Role.INTERNAL_CONTRIBUTOR);
        client = firm.client(unique("client"));
        request = Firm.id(requests.open(Firm.HUB, Firm.request(client), Cause.PORTAL));
        path = requests.find(Firm.HUB, request).orElseThrow().path();
    }

    @Test
    void whoHasItOpenIsSentNewsAndNothingElse() {
        Browser tom = cast.signIn(cast.person(client, Role.CLIENT_MEMBER));
        String again = tom.get(path).html().select("#timeline").attr("hx-get");

        Page none = tom.get(again);
        assertThat(none.status()).isEqualTo(204);
        assertThat(none.answer().body()).isEmpty();
        say();
        Page news = tom.get(again);
        assertThat(news.status()).isEqualTo(200);
        assertThat(news.html().select("#timeline").text()).contains("Some words");
        assertThat(tom.get(news.html().select("#timeline").attr("hx-get")).status())
                .isEqualTo(204);
    }

    @Test
    void ofALongConversationTheLatestPartIsShownAndTheRestOnDemand() {
        for (int said = 0; said < 104; said++) {
            say();
        }
        Browser staff = cast.signIn(cast.person(null, Role.INTERNAL_CONTRIBUTOR));
        int whole = requests.timeline(Access.system("test"), request).size();

        Page latest = staff.get(path);
        assertThat(latest.html().select(".v-event")).hasSize(100);
        assertThat(latest.html().select("#earlier").text())
                .isEqualTo("Show what came before (%d)".formatted(whole - 100));
        Page earlier = staff.get(latest.link("#earlier a"));
        assertThat(earlier.html().select(".v-event")).hasSize(whole - 100);
        assertThat(earlier.html().select("#earlier")).isEmpty();
        assertThat(earlier.html().select("#timeline").attr("hx-get")).isEmpty();
        assertThat(staff.get(earlier.link("#timeline > p a")).html().select(".v-event"))
                .hasSize(100);
        say();
        Page news = staff.get(latest.html().select("#timeline").attr("hx-get"));
        assertThat(news.html().select(".v-event"))
                .as("what it had, and the news")
                .hasSize(101);
        assertThat(news.html().select("#earlier")).isEmpty();
        for (int said = 0; said < 101; said++) {
            say();
        }
        Page anew = staff.get(news.html().select("#timeline").attr("hx-get"));
        assertThat(anew.status()).isEqualTo(204);
        assertThat(anew.header("HX-Refresh")).isEqualTo("true");
        assertThat(staff.get(path + "?before=nonsense").html().select(".v-event"))
                .hasSize(100);
    }

    @Test
    void nobodyIsAddedByASlip() {
        cast.person(client, Role.CLIENT_MEMBER);
        Browser staff = cast.signIn(cast.person(null, Role.INTERNAL_CONTRIBUTOR));

        Page page = staff.get(path);
        assertThat(page.html().select("#field-person option").getFirst().val()).isEmpty();
        staff.post(path + "/participants", Map.of("person", ""));

        assertThat(staff.get(path).text()).contains("Choose who is to hear of it first.");
        assertThat(requests.find(Firm.HUB, request).orElseThrow().state().participants())
                .isEmpty();
    }

    @Test
    void ofARequestThatNoClientIsShownTheAnswerBoxSaysSo() {
        Browser staff = cast.signIn(cast.person(null, Role.INTERNAL_CONTRIBUTOR));
        assertThat(staff.get(path).text()).contains("The client sees it, and everybody");
        Firm.applied(requests.moveToClient(Firm.HUB, request, null, Cause.PORTAL.by()));

        assertThat(staff.get(path).text())
                .contains("Shown to no client", "No client sees it.")
                .doesNotContain("The client sees it");
    }

    private void say() {
        Firm.applied(requests.comment(answering, request, Firm.comment(Visibility.PUBLIC), Cause.PORTAL));
    }
}
