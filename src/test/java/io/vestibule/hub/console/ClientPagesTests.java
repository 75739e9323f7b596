package io.vestibule.hub.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.gateway.PortalGateway.ClientView;
import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Cast;
import io.vestibule.portal.access.Person;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.VestibuleTest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** The page of one client, in a browser without script. */
class ClientPagesTests extends VestibuleTest {

    @Autowired
    private ApplicationContext context;

    @SuppressWarnings("NullAway.Init")
    private Browser admin;

    @SuppressWarnings("NullAway.Init")
    private String adminsName;

    @BeforeEach
    void signIn() {
        Cast cast = new Cast(context, browser());
        Person person = cast.person(null, Role.INTERNAL_ADMIN);
        admin = cast.signIn(person);
        adminsName = person.name();
    }

    @Test
    void whatWasTypedOfAPersonStaysWhereThePersonIsNotTaken() {
        String client = created();
        admin.get(client);
        Map<String, String> typed =
                Map.of("contactName", "Tom Reed", "contactEmail", "tom at acme", "contactRole", "viewer");

        Page again = admin.follow(admin.post(client + "/contacts", typed));

        assertThat(again.text()).contains("is no email address");
        Document form = again.html();
        assertThat(form.select("#field-contactName").val()).isEqualTo("Tom Reed");
        assertThat(form.select("#field-contactEmail").val()).isEqualTo("tom at acme");
        assertThat(form.select("#field-contactRole option[selected]").val()).isEqualTo("viewer");
        assertThat(admin.get(client).html().select("#field-contactName").val()).isEmpty();
    }

    @Test
    void whoAddedAContactIsNotedByNameWithTheHubThatCarriedIt() {
        String client = created();
        String email = unique("tom") + "@acme.example";
        admin.get(client);

        admin.post(client + "/contacts", Map.of("contactName", "Tom Reed", "contactEmail", email));

        assertThat(portalDatabase
                        .sql("""
                                select distinct e.by_kind || ': ' || e.by_name from portal.person_event e
                                join portal.person p on p.id = e.person_id where p.email = :email
                                """)
                        .param("email", email)
                        .query(String.class)
                        .list())
                .containsExactly("PEER: " + adminsName + " (hub)");
    }

    @Test
    void clientsComeByNameInPagesAndAreFoundByNameAndMailDomain() {
        List<ClientView> all = IntStream.range(0, 5)
                .mapToObj(n -> new ClientView(
                        new ClientId("c" + n),
                        "Client " + (4 - n),
                        List.of("d" + n + ".example"),
                        null,
                        null,
                        null,
                        null,
                        null,
                        1))
                .toList();

        ClientList top = ClientList.of(all, null, null, 2);
        assertThat(top.clients()).extracting(ClientView::name).containsExactly("Client 0", "Client 1");
        assertThat(top.found()).isEqualTo(5);
        assertThat(top.next()).isEqualTo("/console/clients?after=c3");
        ClientList last = ClientList.of(all, "client", "c1", 2);
        assertThat(last.clients()).extracting(ClientView::name).containsExactly("Client 4");
        assertThat(last.next()).isNull();
        ClientList found = ClientList.of(all, "D1.EXAMPLE", null, 2);
        assertThat(found.clients()).extracting(ClientView::name).containsExactly("Client 3");
        assertThat(ClientList.url("a & b+c", null)).isEqualTo("/console/clients?text=a%20%26%20b%2Bc");
    }

    @Test
    void aClientIsFoundInTheList() {
        String path = created();
        created();
        String name = admin.get(path).html().select("h1").text();

        Page list = admin.get("/console/clients?text=" + name);

        assertThat(list.html().select("tbody tr")).hasSize(1);
        assertThat(list.link("tbody a")).isEqualTo(path);
        assertThat(list.html().select("#field-text").val()).isEqualTo(name);
        assertThat(admin.get("/console/clients?text=" + unique("none")).text()).contains("No client has this");
    }

    @Test
    void thatNobodyLooksAfterAClientIsSaidInWords() {
        Element first =
                admin.get(created()).html().select("#field-ownerId option").getFirst();

        assertThat(first.val()).isEmpty();
        assertThat(first.text()).isEqualTo("nobody");
    }

    /** The path of a new client's page. */
    private String created() {
        admin.get("/console/clients/new");
        return Objects.requireNonNull(
                admin.post("/console/clients", Map.of("name", unique("Birch"))).location());
    }
}
