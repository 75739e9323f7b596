package io.vestibule.portal.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vestibule.platform.id.Ids;
import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.PersonChange.Changed;
import io.vestibule.portal.access.PersonEvent.What;
import io.vestibule.support.Browser;
import io.vestibule.support.PortalTest;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.context.MessageSource;

/** Who gave whom which right, and when: what is noted of it, and who reads it. */
class PersonEventsTests extends PortalTest {

    private static final Access SYSTEM = Access.system("test");
    private static final String PASSWORD = "a few unrelated words";

    private final UUID acme = Ids.next();
    private final UUID globex = Ids.next();

    @Autowired
    private People people;

    @Autowired
    private PersonEvents events;

    @Autowired
    private PersonAddresses addresses;

    @Autowired
    private Passwords passwords;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private MessageSource words;

    @BeforeEach
    void twoClients() {
        for (UUID client : List.of(acme, globex)) {
            portalDatabase
                    .sql("insert into portal.client (id, name) values (?, ?)")
                    .params(client, "Client " + client)
                    .update();
        }
    }

    @Test
    void eachChangeIsNotedWithWhoWhenAndWhatItWasBefore() {
        Person dana = invited(null, Role.INTERNAL_ADMIN);
        Access by = Access.of(dana);
        String home = "h" + Ids.next() + "@home.example";
        Person amy = changed(people.invite(by, someone(acme, Role.CLIENT_MEMBER)));
        clock.advance(Duration.ofDays(1));
        people.changeRole(by, amy.id(), Role.CLIENT_ADMIN, true);
        people.deactivate(by, amy.id());
        people.activate(by, amy.id());
        addresses.add(by, amy.id(), home);
        addresses.remove(by, amy.id(), addresses.ofClient(by, acme).getFirst().id());

        List<PersonEvent> noted = events.latest(by, amy.id(), 50);
        assertThat(noted)
                .extracting(event -> event.what() + " " + event.former() + " " + event.present())
                .containsExactly(
                        "ADDRESS_REMOVED " + home + " null",
                        "ADDRESS_ADDED null " + home,
                        "ACTIVATED null null",
                        "DEACTIVATED null null",
                        "ROLE_CHANGED CLIENT_MEMBER false CLIENT_ADMIN true",
                        "INVITED null CLIENT_MEMBER false");
        assertThat(noted).extracting(PersonEvent::byName).containsOnly(dana.name());
        assertThat(noted).extracting(PersonEvent::byKind).containsOnly(Access.Kind.PERSON);
        assertThat(Duration.between(noted.getLast().at(), noted.getFirst().at()))
                .isBetween(Duration.ofHours(24), Duration.ofHours(25));
    }

    @Test
    void whatIsRefusedOrTakenBackOrChangesNothingIsNotNoted() {
        Person amy = invited(acme, Role.CLIENT_MEMBER);
        Access stranger = Access.of(invited(globex, Role.CLIENT_ADMIN));
        people.changeRole(stranger, amy.id(), Role.VIEWER, false);
        people.changeRole(SYSTEM, amy.id(), amy.role(), amy.billing());
        people.activate(SYSTEM, amy.id());
        people.admit(SYSTEM, amy.id());
        people.vouch(SYSTEM, amy.id());
        addresses.add(SYSTEM, amy.id(), amy.email());
        Runnable takenBack = () -> {
            people.deactivate(SYSTEM, amy.id());
            throw new IllegalStateException("taken back");
        };
        assertThatThrownBy(() -> portalDatabase.inTransaction(takenBack)).hasMessage("taken back");

        assertThat(noted(SYSTEM, amy)).containsExactly(What.INVITED);
    }

    @Test
    void whoIsKnownByAMailIsNotedOnceAndSoIsWhoLetsThemIn() {
        Access hub = Access.peer("hub");
        String email = unique("sender") + "@example.com";
        Person sender = changed(people.know(hub, acme, "Sam", email, false));
        people.know(hub, acme, "Sam", email, false);
        people.know(hub, acme, "Sam", email, true);
        people.know(hub, acme, "Sam", email, true);

        assertThat(noted(SYSTEM, sender)).containsExactly(What.ADMITTED, What.BECAME_KNOWN);
        assertThat(events.latest(SYSTEM, sender.id(), 50))
                .extracting(PersonEvent::byKind)
                .containsOnly(Access.Kind.PEER);

        Access admin = Access.of(invited(acme, Role.CLIENT_ADMIN));
        Person clerk = changed(people.invite(admin, someone(acme, Role.CLIENT_MEMBER)));
        people.vouch(hub, clerk.id());
        people.vouch(hub, clerk.id());
        assertThat(noted(SYSTEM, clerk)).containsExactly(What.VOUCHED, What.INVITED);
    }

    @Test
    void aNewPasswordIsNotedAndNothingOfItself() {
        Person ada = invited(null, Role.INTERNAL_ADMIN);
        passwords.set(Access.of(ada), ada.id(), PASSWORD);
        passwords.set(Access.of(ada), ada.id(), PASSWORD + " more");
        Person ofClient = invited(acme, Role.CLIENT_MEMBER);
        passwords.set(SYSTEM, ofClient.id(), PASSWORD);

        assertThat(noted(SYSTEM, ada)).containsExactly(What.PASSWORD_CHANGED, What.PASSWORD_SET, What.INVITED);
        assertThat(noted(SYSTEM, ofClient)).containsExactly(What.INVITED);
        assertThat(portalDatabase
                        .sql("select string_agg(e::text, '|') from portal.person_event e where e.person_id = :id")
                        .param("id", ada.id())
                        .query(String.class)
                        .single())
                .doesNotContain("unrelated", "bcrypt");
    }

    @Test
    void anAdminOfAClientReadsOfOwnPeopleOnlyAndNoNameOfTheFirm() {
        Person dana = invited(null, Role.INTERNAL_ADMIN);
        Person own = invited(acme, Role.CLIENT_ADMIN);
        Person amy = changed(people.invite(Access.of(own), someone(acme, Role.CLIENT_MEMBER)));
        people.changeRole(Access.of(dana), amy.id(), Role.VIEWER, false);

        assertThat(events.latest(Access.of(own), amy.id(), 50))
                .extracting(PersonEvent::byName)
                .containsExactly(null, own.name());
        assertThat(events.latest(Access.of(dana), amy.id(), 50))
                .extracting(PersonEvent::byName)
                .containsExactly(dana.name(), own.name());
        for (Access nobody : List.of(
                Access.of(invited(globex, Role.CLIENT_ADMIN)),
                Access.of(invited(null, Role.INTERNAL_CONTRIBUTOR)),
                Access.of(amy))) {
            assertThat(events.latest(nobody, amy.id(), 50)).as("%s", nobody).isEmpty();
        }
        assertThat(events.latest(Access.of(own), dana.id(), 50)).isEmpty();
    }

    /** One that was added by mistake may be somebody else's, of another client. */
    @Test
    void furtherAddressesAreReadByTheFirmOnly() {
        Person own = invited(acme, Role.CLIENT_ADMIN);
        Person amy = invited(acme, Role.CLIENT_MEMBER);
        addresses.add(SYSTEM, amy.id(), unique("slip") + "@home.example");

        assertThat(noted(SYSTEM, amy)).containsExactly(What.ADDRESS_ADDED, What.INVITED);
        assertThat(noted(Access.of(own), amy)).containsExactly(What.INVITED);
    }

    @Test
    void nothingIsNotedOfSomebodyOfTheFirmWhoseRoleStays() {
        Person ada = changed(people.invite(
                SYSTEM, new Invitation(null, "Ada", unique("ada") + "@firm.example", Role.INTERNAL_ADMIN, true)));
        people.changeRole(SYSTEM, ada.id(), Role.INTERNAL_ADMIN, false);

        assertThat(noted(SYSTEM, ada)).containsExactly(What.INVITED);
    }

    @Test
    void thePageOfAPersonTellsWhoGaveTheRoleToThoseWhoMayChangePeople() {
        Cast cast = new Cast(context, browser());
        Person dana = cast.person(null, Role.INTERNAL_ADMIN);
        Person tom = cast.person(acme, Role.CLIENT_MEMBER);
        Browser admin = cast.signIn(dana);
        String list = "/console/people?client=" + acme;
        admin.get(list);
        admin.post("/console/people/" + tom.id() + "/role", Map.of("role", "CLIENT_ADMIN", "billing", "true"));

        String link = admin.get(list).link("#person-" + tom.id() + " details a");
        assertThat(link).isEqualTo("/console/people/" + tom.id());
        Document page = admin.get(link).html();
        assertThat(page.select(".v-lead").text()).contains("Client Admin who sees invoices", tom.email());
        assertThat(page.select("li.v-event").eachText().getFirst())
                .startsWith(dana.name() + " made this person Client Admin who sees invoices instead of Client Member");
        assertThat(page.select("li.v-event").eachText().getLast())
                .startsWith("The portal itself invited this person as Client Member");
        assertThat(page.select(".v-head a").attr("href")).isEqualTo(list);

        String own = "/portal/people/" + tom.id();
        Document ofClient =
                cast.signIn(cast.person(acme, Role.CLIENT_ADMIN)).get(own).html();
        assertThat(ofClient.select("li.v-event").eachText().getFirst()).startsWith("Our team made this person");
        assertThat(ofClient.text()).doesNotContain(dana.name());
        assertThat(cast.signIn(cast.person(globex, Role.CLIENT_ADMIN)).get(own).status())
                .isEqualTo(404);
        assertThat(cast.signIn(cast.person(null, Role.INTERNAL_CONTRIBUTOR))
                        .get(link)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void thePageShowsTheLatestFifty() {
        Cast cast = new Cast(context, browser());
        Person tom = cast.person(acme, Role.CLIENT_MEMBER);
        for (int times = 0; times < 26; times++) {
            people.deactivate(SYSTEM, tom.id());
            people.activate(SYSTEM, tom.id());
        }

        Document page = cast.signIn(cast.person(null, Role.INTERNAL_ADMIN))
                .get("/console/people/" + tom.id())
                .html();
        assertThat(page.select("li.v-event")).hasSize(50);
        assertThat(page.select("li.v-event").eachText().getFirst()).contains("activated this person again");
        assertThat(page.text()).contains("The latest 50 changes.").doesNotContain("invited this person");
    }

    @Test
    void everyChangeHasItsWords() {
        for (What what : What.values()) {
            String key = "person.event." + what.name().toLowerCase(Locale.ROOT).replace('_', '-');
            assertThat(words.getMessage(key, new Object[] {"former", "present"}, Locale.UK))
                    .isNotBlank();
        }
    }

    private List<What> noted(Access access, Person person) {
        return events.latest(access, person.id(), 50).stream()
                .map(PersonEvent::what)
                .toList();
    }

    private Person invited(@Nullable UUID client, Role role) {
        return changed(people.invite(SYSTEM, someone(client, role)));
    }

    private static Invitation someone(@Nullable UUID client, Role role) {
        String name = "Person " + Ids.token().substring(0, 6);
        return new Invitation(client, name, "p" + Ids.next() + "@example.com", role, false);
    }

    private static Person changed(PersonChange change) {
        return ((Changed) change).person();
    }
}
