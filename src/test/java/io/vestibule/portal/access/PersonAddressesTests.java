package io.vestibule.portal.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.platform.id.Ids;
import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.PersonChange.Changed;
import io.vestibule.portal.access.PersonChange.Reason;
import io.vestibule.portal.access.PersonChange.Refused;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.PortalTest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Further addresses: whose they are, who says so, and what they open. */
class PersonAddressesTests extends PortalTest {

    private static final Access SYSTEM = Access.system("test");

    private final UUID acme = Ids.next();
    private final UUID globex = Ids.next();
    private final String home = "h" + Ids.next() + "@home.example";

    @Autowired
    private People people;

    @Autowired
    private PersonAddresses addresses;

    @Autowired
    private ApplicationContext context;

    @SuppressWarnings("NullAway.Init")
    private Person amy;

    @BeforeEach
    void amyAtAcme() {
        for (UUID client : List.of(acme, globex)) {
            portalDatabase
                    .sql("insert into portal.client (id, name) values (?, ?)")
                    .params(client, "Client " + client)
                    .update();
        }
        amy = invited(acme, Role.CLIENT_MEMBER);
    }

    @Test
    void anAddressIsOnePersonsOnlyUntilItIsTakenAway() {
        Person bob = invited(globex, Role.CLIENT_MEMBER);
        Person staff = invited(null, Role.INTERNAL_CONTRIBUTOR);
        assertThat(addresses.add(SYSTEM, amy.id(), " H" + home.substring(1).toUpperCase(Locale.ROOT)))
                .isInstanceOf(Changed.class);

        assertThat(List.of(
                        addresses.add(SYSTEM, amy.id(), home),
                        addresses.add(SYSTEM, bob.id(), home),
                        addresses.add(SYSTEM, bob.id(), amy.email()),
                        addresses.add(SYSTEM, bob.id(), staff.email()),
                        addresses.add(SYSTEM, bob.id(), bob.email()),
                        people.invite(SYSTEM, invitation(acme, home)),
                        people.invite(SYSTEM, invitation(null, home)),
                        people.know(SYSTEM, globex, "Amy", home, true)))
                .containsOnly(new Refused(Reason.ADDRESS_TAKEN));
        assertThat(people.know(SYSTEM, acme, "Amy at home", home, false)).isEqualTo(new Changed(amy));

        assertThat(addresses.remove(SYSTEM, bob.id(), only(acme).id())).isEqualTo(new Refused(Reason.NOT_FOUND));
        assertThat(addresses.remove(SYSTEM, amy.id(), only(acme).id())).isInstanceOf(Changed.class);
        assertThat(addresses.remove(SYSTEM, amy.id(), only(acme).id())).isEqualTo(new Refused(Reason.NOT_FOUND));
        assertThat(people.ofClientWithEmail(SYSTEM, acme, home)).isEmpty();
        assertThat(addresses.add(SYSTEM, bob.id(), home)).isInstanceOf(Changed.class);
        assertThat(only(acme).counts()).isFalse();
        assertThat(only(globex).counts()).isTrue();
    }

    @Test
    void onlyAdminsOfTheFirmSayWhoseAnAddressIs() {
        Access ownAdmin = Access.of(invited(acme, Role.CLIENT_ADMIN));
        Access contributor = Access.of(invited(null, Role.INTERNAL_CONTRIBUTOR));
        Person firmsAdmin = invited(null, Role.INTERNAL_ADMIN);
        Access stranger = Access.of(invited(globex, Role.CLIENT_ADMIN));

        for (Access no : List.of(ownAdmin, contributor)) {
            assertThat(addresses.add(no, amy.id(), home)).isEqualTo(new Refused(Reason.NOT_ALLOWED));
        }
        assertThat(addresses.add(stranger, amy.id(), home)).isEqualTo(new Refused(Reason.NOT_FOUND));
        assertThat(addresses.add(SYSTEM, firmsAdmin.id(), home)).isEqualTo(new Refused(Reason.NOT_ALLOWED));
        assertThat(addresses.add(Access.of(firmsAdmin), amy.id(), home)).isInstanceOf(Changed.class);
        assertThat(only(acme).addedBy()).isEqualTo(firmsAdmin.name());
        assertThat(addresses.remove(ownAdmin, amy.id(), only(acme).id())).isEqualTo(new Refused(Reason.NOT_ALLOWED));
        assertThat(addresses.ofClient(ownAdmin, acme)).hasSize(1);
        assertThat(addresses.ofClient(stranger, acme)).isEmpty();
        assertThat(addresses.ofClient(Access.of(amy), acme)).isEmpty();
    }

    @Test
    void tenAddressesAreEnoughAndNoneIsOfAnotherClientsDomain() {
        String domain = "d" + Ids.next() + ".example";
        portalDatabase
                .sql("insert into portal.client_domain (domain, client_id) values (?, ?)")
                .params(domain, globex)
                .update();
        assertThat(addresses.add(SYSTEM, amy.id(), "amy@" + domain))
                .isEqualTo(new Refused(Reason.DOMAIN_OF_ANOTHER_CLIENT));
        assertThat(addresses.add(SYSTEM, amy.id(), "amy at home")).isEqualTo(new Refused(Reason.NOT_AN_ADDRESS));
        for (int i = 0; i < PersonAddresses.MOST; i++) {
            assertThat(addresses.add(SYSTEM, amy.id(), i + home)).isInstanceOf(Changed.class);
        }

        assertThat(addresses.add(SYSTEM, amy.id(), home)).isEqualTo(new Refused(Reason.TOO_MANY_ADDRESSES));
        addresses.remove(
                SYSTEM, amy.id(), addresses.ofClient(SYSTEM, acme).getFirst().id());
        assertThat(addresses.add(SYSTEM, amy.id(), home)).isInstanceOf(Changed.class);
    }

    @Test
    void whoIsInvitedWhileTheAddressBecomesSomebodysWaitsAndIsRefused() throws Exception {
        CountDownLatch added = new CountDownLatch(1);
        CountDownLatch mayCommit = new CountDownLatch(1);
        Thread admin = Thread.ofPlatform()
                .start(() -> portalDatabase.inTransaction(() -> {
                    addresses.add(SYSTEM, amy.id(), home);
                    added.countDown();
                    waitFor(mayCommit);
                }));
        assertThat(added.await(10, TimeUnit.SECONDS)).isTrue();
        Thread other = Thread.ofPlatform().start(() -> people.know(SYSTEM, globex, "Amy", home, true));
        await().until(() -> portalDatabase
                .sql(
                        "select exists (select from pg_stat_activity where wait_event_type = 'Lock' and query like '%address:%')")
                .query(Boolean.class)
                .single());
        mayCommit.countDown();
        admin.join();
        other.join();

        assertThat(people.withEmail(SYSTEM, home)).isEmpty();
        assertThat(people.ofClientWithEmail(SYSTEM, acme, home)).contains(amy);
    }

    @Test
    void anAdminAddsAndRemovesThemOnThePageWhichTellsAllWhoMayReadIt() {
        Cast cast = new Cast(context, browser());
        Browser admin = cast.signIn(cast.person(null, Role.INTERNAL_ADMIN));
        Browser ownAdmin = cast.signIn(cast.person(acme, Role.CLIENT_ADMIN));
        String page = "/console/people?client=" + acme;
        admin.get(page);
        var added = admin.post("/console/people/" + amy.id() + "/addresses", Map.of("email", home));

        assertThat(added.location()).isEqualTo(page);
        assertThat(admin.follow(added).text())
                .contains("Mail from the new address counts as " + amy.name() + "’s from now on.")
                .contains("writes from " + home + ", too")
                .contains("Remove " + home);
        assertThat(ownAdmin.get("/portal/people").text())
                .contains("writes from " + home + ", too")
                .doesNotContain("Further addresses");
        var again = admin.post("/console/people/" + amy.id() + "/addresses", Map.of("email", home));
        assertThat(admin.follow(again).text()).contains("This address is somebody’s already");
        var removed = admin.post(
                "/console/people/" + amy.id() + "/addresses/" + only(acme).id() + "/removal", Map.of());
        assertThat(admin.follow(removed).text())
                .contains(home + ", added by Person ")
                .contains("was removed by Person ")
                .doesNotContain("writes from " + home);
    }

    @Test
    void aRefusedAddressStandsInItsFieldToBeCorrected() {
        Cast cast = new Cast(context, browser());
        Browser admin = cast.signIn(cast.person(null, Role.INTERNAL_ADMIN));
        invited(acme, Role.CLIENT_ADMIN);
        admin.get("/console/people?client=" + acme);

        Page refused = admin.post("/console/people/" + amy.id() + "/addresses", Map.of("email", "amy at home"));

        assertThat(refused.header("Location")).endsWith("/console/people?client=" + acme + "#person-" + amy.id());
        Document page = admin.follow(refused).html();
        assertThat(page.select("details[open]")).hasSize(1);
        String field = "#person-" + amy.id() + " details[open] #address-" + amy.id();
        assertThat(page.select(field).val()).isEqualTo("amy at home");
        assertThat(page.select(field + " + .v-error").text()).contains("This is no email address");
        assertThat(admin.get("/console/people?client=" + acme).html().select("details[open]"))
                .isEmpty();
    }

    private PersonAddress only(UUID client) {
        List<PersonAddress> all = addresses.ofClient(SYSTEM, client);
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private Person invited(@Nullable UUID client, Role role) {
        Invitation invitation = new Invitation(client, "Amy " + role, "p" + Ids.next() + "@example.com", role, false);
        return ((Changed) people.invite(SYSTEM, invitation)).person();
    }

    private static Invitation invitation(@Nullable UUID client, String email) {
        Role role = client == null ? Role.INTERNAL_CONTRIBUTOR : Role.CLIENT_MEMBER;
        return new Invitation(client, "Amy", email, role, false);
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
