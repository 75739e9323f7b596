package io.vestibule.portal.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.platform.id.Ids;
import io.vestibule.platform.security.Role;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.PortalTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jsoup.nodes.Document;
import org.jsoup.select.Elements;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Who may come in and do what, on the pages of a Client Admin and of the firm. */
class PeoplePagesTests extends PortalTest {

    @Autowired
    private ApplicationContext context;

    @Autowired
    private People people;

    @Autowired
    private PeopleLists lists;

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

    @Test
    void aLongListComesInPagesThatBeginWithThoseWhoWait() {
        UUID acme = client();
        addMany(acme);
        Cast cast = new Cast(context, browser());
        Person stranger = cast.stranger(acme);
        Browser admin = cast.signIn(cast.person(acme, Role.CLIENT_ADMIN));

        Page top = admin.get("/portal/people");
        Page rest = admin.get(top.link("a[rel=next]"));

        assertThat(top.text()).contains("One person waits", "132 found");
        List<String> shown = top.html().select("tbody tr").eachAttr("id");
        assertThat(shown).hasSize(100).startsWith("person-" + stranger.id());
        assertThat(rest.text()).contains("One person waits", "132 found");
        assertThat(rest.html().select("tbody tr").eachAttr("id")).hasSize(32).doesNotContainAnyElementsOf(shown);
        assertThat(rest.html().select("a[rel=next]")).isEmpty();
        assertThat(rest.link(".v-pager a")).isEqualTo("/portal/people");
    }

    @Test
    void whoChangesSomebodyFoundStaysWithWhatWasSearchedFor() {
        UUID acme = client();
        addMany(acme);
        Cast cast = new Cast(context, browser());
        Browser admin = cast.signIn(cast.person(null, Role.INTERNAL_ADMIN));

        String list = "/console/people?client=" + acme + "&text=PERSON%20077";
        Document found = admin.get(list).html();
        Elements rows = found.select("tbody tr");
        assertThat(rows.eachText()).singleElement().asString().contains("Person 077");
        assertThat(rows.select("form[action$=/deactivation] input[name=text]").val())
                .isEqualTo("PERSON 077");

        Page done = admin.post(rows.select("form[action$=/deactivation]").attr("action"), Map.of("text", "PERSON 077"));
        assertThat(done.location()).isEqualTo(list);
        assertThat(admin.get("/console/people?client=" + acme + "&text=nobody").text())
                .contains("Nobody here has this");
    }

    @Test
    void noPageOfAListShowsOrTellsOfAnotherClientsPeople() {
        UUID acme = client();
        addMany(acme);
        Cast cast = new Cast(context, browser());
        Person stranger = cast.stranger(acme);
        Person other = cast.person(client(), Role.CLIENT_ADMIN);
        PeopleLists.Wanted all = new PeopleLists.Wanted(acme, null);

        for (Access access : List.of(Access.of(other), Access.of(stranger))) {
            assertThat(lists.page(access, all, null, 100).people()).isEmpty();
            assertThat(lists.count(access, all)).isZero();
            assertThat(lists.waiting(access, acme)).isZero();
            assertThat(lists.page(access, new PeopleLists.Wanted(null, null), null, 100)
                            .people())
                    .isEmpty();
        }
        Access staff = Access.of(cast.person(null, Role.INTERNAL_CONTRIBUTOR));
        assertThat(lists.count(staff, all)).isEqualTo(131);
        assertThat(cast.signIn(other)
                        .get("/portal/people?after=" + stranger.id())
                        .html()
                        .select("tbody tr")
                        .eachText())
                .singleElement()
                .asString()
                .contains(other.email());
    }

    @Test
    void aListThatIsToGoOnBehindSomebodyWhoIsGoneBeginsAtItsTop() {
        UUID acme = client();
        addMany(acme);

        PeopleLists.Page page =
                lists.page(Access.system("test"), new PeopleLists.Wanted(acme, null), UUID.randomUUID(), 100);

        assertThat(page.people()).hasSize(100);
        assertThat(page.people().getFirst().name()).isEqualTo("Person 001");
    }

    private void addMany(UUID client) {
        portalDatabase.sql("""
                        insert into portal.person (id, client_id, name, email, role)
                        select gen_random_uuid(), :client, 'Person ' || lpad(n::text, 3, '0'),
                               'n' || n || '-' || :client || '@example.com', 'CLIENT_MEMBER'
                        from generate_series(1, 130) n
                        """).param("client", client).update();
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
