package io.vestibule.portal.request.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Cast;
import io.vestibule.portal.access.People;
import io.vestibule.portal.client.Clients;
import io.vestibule.portal.contract.Cause;
import io.vestibule.portal.contract.Channel;
import io.vestibule.portal.contract.Comment;
import io.vestibule.portal.contract.Party;
import io.vestibule.portal.contract.Visibility;
import io.vestibule.portal.request.Request;
import io.vestibule.portal.request.Requests;
import io.vestibule.portal.support.Firm;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.PortalTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** What staff read when entries or a whole request can't go. */
class RelocationPageTests extends PortalTest {

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Clients clients;

    @Autowired
    private People people;

    @Autowired
    private Requests requests;

    @Test
    void whoMergesWhatSomebodyElseMergedMeanwhileReadsWhyAndIsLedToSomethingThatIsThere() {
        UUID client = new Firm(clients, people).client(unique("client"));
        Request from = opened(client);
        Cast cast = new Cast(context, browser());
        Browser staff = cast.signIn(cast.person(null, Role.INTERNAL_CONTRIBUTOR));
        String path = from.path() + "/relocation";
        Map<String, String> merge = Map.of(
                "version", staff.get(path).html().select("input[name=version]").val(),
                "goal", "merge",
                "target", opened(client).state().number());
        assertThat(staff.post(path, merge).status()).isEqualTo(302);

        Page refused = staff.post(path, merge);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.html().select("#errors").text())
                .contains(from.state().number());
        assertThat(refused.html().select(refused.link("#errors a"))).hasSize(1);
    }

    @Test
    void staffMarkAndLookAtLongMailsByHowTheyBegin() {
        UUID client = new Firm(clients, people).client(unique("client"));
        Request from = opened(client);
        String text = "Begins here " + "and goes on ".repeat(100) + "and ends there";
        Comment mail = new Comment(
                Party.system("mail"), Visibility.PUBLIC, text, "Quoted below", List.of(), Channel.EMAIL, Firm.MORNING);
        Firm.applied(requests.comment(Firm.HUB, from.id(), mail, Cause.PORTAL));
        Cast cast = new Cast(context, browser());
        Browser staff = cast.signIn(cast.person(null, Role.INTERNAL_CONTRIBUTOR));

        Page marking = staff.get(from.path() + "/relocation");
        Page look = staff.post(
                from.path() + "/relocation/look",
                Map.of(
                        "entries", marking.html().select("input[name=entries]").val(),
                        "version", marking.html().select("input[name=version]").val(),
                        "goal", "other",
                        "target", opened(client).state().number()));

        for (Page page : List.of(marking, look)) {
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.text()).contains("Begins here").doesNotContain("and ends there", "Quoted below");
        }
    }

    private Request opened(UUID client) {
        UUID request = Firm.id(requests.open(Firm.HUB, Firm.request(client), Cause.PORTAL));
        return requests.find(Firm.HUB, request).orElseThrow();
    }
}
