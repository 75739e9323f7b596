package io.vestibule.portal.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.platform.id.Ids;
import io.vestibule.platform.security.Role;
import io.vestibule.support.Browser;
import io.vestibule.support.PortalTest;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Who may come in and do what, on the pages of a Client Admin and of the firm. */
class PeoplePagesTests extends PortalTest {

    @Autowired
    private ApplicationContext context;

    @Autowired
    private People people;

    @Test
    void aPageThatIsOvertakenGivesNoRightBack() {
        UUID acme = client();
        Cast cast = new Cast(context, browser());
        Browser admin = cast.signIn(cast.person(acme, Role.CLIENT_ADMIN));
        Person tom = cast.person(acme, Role.CLIENT_ADMIN);
        String form = "form[action$=" + tom.id() + "/role]";
        String seen = admin.get("/portal/people")
                .html()
                .select(form + " input[name=seen]")
                .val();
        people.changeRole(Access.system("test"), tom.id(), Role.VIEWER, false);

        String path = "/portal/people/" + tom.id() + "/role";
        admin.post(path, Map.of("role", "CLIENT_ADMIN", "billing", "true", "seen", seen));

        assertThat(people.find(Access.system("test"), tom.id()).orElseThrow().role())
                .isEqualTo(Role.VIEWER);
        assertThat(admin.get("/portal/people").text())
                .contains("Somebody else changed what " + tom.name() + " may do meanwhile");
        admin.post(path, Map.of("role", "CLIENT_MEMBER", "seen", "VIEWER false"));
        assertThat(people.find(Access.system("test"), tom.id()).orElseThrow().role())
                .isEqualTo(Role.CLIENT_MEMBER);
    }

    @Test
    void whoWroteFromTheDomainIsToBeAdmitted() {
        UUID acme = client();
        Cast cast = new Cast(context, browser());
        Person stranger = cast.stranger(acme);
        Browser admin = cast.signIn(cast.person(acme, Role.CLIENT_ADMIN));

        assertThat(admin.get("/portal/people")
                        .html()
                        .select("#person-" + stranger.id() + " .v-badge.v-purple")
                        .text())
                .isEqualTo("To be admitted");
    }

    @Test
    void whoDeactivatesSomebodyReadsThatItCanBeTakenBack() {
        UUID acme = client();
        Cast cast = new Cast(context, browser());
        Person tom = cast.person(acme, Role.CLIENT_MEMBER);
        Browser admin = cast.signIn(cast.person(acme, Role.CLIENT_ADMIN));

        assertThat(admin.get("/portal/people")
                        .html()
                        .select("#person-" + tom.id() + " form[action$=/deactivation]")
                        .text())
                .contains("until somebody activates them again");
    }

    @Test
    void theFirmReadsWhoWouldAppearAtAClientWithoutPeople() {
        Cast cast = new Cast(context, browser());
        Browser admin = cast.signIn(cast.person(null, Role.INTERNAL_ADMIN));

        assertThat(admin.get("/console/people?client=" + client()).text()).contains("from a domain of this client");
    }

    private UUID client() {
        UUID client = Ids.next();
        portalDatabase
                .sql("insert into portal.client (id, name) values (?, 'Acme')")
                .param(client)
                .update();
        return client;
    }
}
