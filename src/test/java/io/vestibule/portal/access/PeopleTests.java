package io.vestibule.portal.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vestibule.platform.id.Ids;
import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.PersonChange.Changed;
import io.vestibule.portal.access.PersonChange.Reason;
import io.vestibule.portal.access.PersonChange.Refused;
import io.vestibule.portal.client.Contacts;
import io.vestibule.support.PortalTest;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class PeopleTests extends PortalTest {

    private static final Access SYSTEM = Access.system("test");

    private final UUID acme = Ids.next();
    private final UUID globex = Ids.next();

    @Autowired
    private People people;

    @Autowired
    private Contacts contacts;

    @Autowired
    private SignIn signIn;

    @Test
    void aClientAdminInvitesIntoTheOwnClientOnly() {
        Access admin = Access.of(invited(acme, Role.CLIENT_ADMIN));

        assertThat(people.invite(admin, someone(acme, Role.CLIENT_MEMBER))).isInstanceOf(Changed.class);
        assertThat(people.invite(admin, someone(globex, Role.CLIENT_MEMBER)))
                .isEqualTo(new Refused(Reason.NOT_ALLOWED));
        assertThat(people.invite(admin, someone(null, Role.INTERNAL_ADMIN))).isEqualTo(new Refused(Reason.NOT_ALLOWED));
        assertThat(people.invite(admin, someone(acme, Role.INTERNAL_ADMIN)))
                .isEqualTo(new Refused(Reason.ROLE_OUT_OF_REACH));
    }

    @Test
    void aClientAdminInvitesNobodyFromTheDomainOfAnotherClient() {
        String domain = "d" + Ids.next() + ".example";
        portalDatabase
                .sql("insert into portal.client (id, name) values (?, 'Globex')")
                .param(globex)
                .update();
        portalDatabase
                .sql("insert into portal.client_domain (domain, client_id) values (?, ?)")
                .params(domain, globex)
                .update();
        Invitation director = new Invitation(acme, "The director", "Ceo@" + domain, Role.CLIENT_MEMBER, false);
        Invitation own = new Invitation(globex, "A colleague", "ann@" + domain, Role.CLIENT_MEMBER, false);
        Invitation below = new Invitation(acme, "The director", "ceo@uk." + domain, Role.CLIENT_MEMBER, false);

        assertThat(people.invite(Access.of(invited(acme, Role.CLIENT_ADMIN)), director))
                .isEqualTo(new Refused(Reason.DOMAIN_OF_ANOTHER_CLIENT));
        assertThat(people.invite(Access.of(invited(acme, Role.CLIENT_ADMIN)), below))
                .isEqualTo(new Refused(Reason.DOMAIN_OF_ANOTHER_CLIENT));
        assertThat(people.invite(Access.of(invited(globex, Role.CLIENT_ADMIN)), own))
                .isInstanceOf(Changed.class);
        assertThat(people.invite(Access.of(invited(null, Role.INTERNAL_ADMIN)), director))
                .isInstanceOf(Changed.class);
    }

    /** Else a client could make the mail of anybody its own, by inviting them. */
    @Test
    void whoAClientInvitedFromElsewhereCountsForMailAfterTheFirstSignInOrByTheFirmsWord() {
        portalDatabase
                .sql("insert into portal.client (id, name) values (?, 'Acme')")
                .param(acme)
                .update();
        Access admin = Access.of(invited(acme, Role.CLIENT_ADMIN));
        Person clerk = ((Changed) people.invite(admin, someone(acme, Role.CLIENT_MEMBER))).person();
        Person other = ((Changed) people.invite(admin, someone(acme, Role.CLIENT_MEMBER))).person();
        Person byFirm = invited(acme, Role.CLIENT_MEMBER);
        assertThat(writing(clerk, other, byFirm)).containsExactly(byFirm.id());

        signIn.noteSignIn(clerk.id());
        people.vouch(SYSTEM, other.id());

        assertThat(writing(clerk, other, byFirm)).containsExactlyInAnyOrder(clerk.id(), other.id(), byFirm.id());
    }

    private List<UUID> writing(Person... asked) {
        Set<String> addresses = Stream.of(asked).map(Person::email).collect(Collectors.toSet());
        return contacts.writingFrom(SYSTEM, addresses).stream()
                .filter(Contacts.Contact::vouched)
                .map(Contacts.Contact::id)
                .toList();
    }

    @Test
    void membersAndViewersChangeNobodyAndSeeOnlyThemselves() {
        Person admin = invited(acme, Role.CLIENT_ADMIN);
        for (Role role : new Role[] {Role.CLIENT_MEMBER, Role.VIEWER}) {
            Person person = invited(acme, role);
            Access access = Access.of(person);

            assertThat(people.ofClient(access, acme)).containsExactly(person);
            assertThat(people.find(access, admin.id())).isEmpty();
            assertThat(people.changeRole(access, person.id(), Role.CLIENT_ADMIN, true))
                    .isEqualTo(new Refused(Reason.NOT_ALLOWED));
            assertThat(people.invite(access, someone(acme, Role.VIEWER))).isEqualTo(new Refused(Reason.NOT_ALLOWED));
        }
    }

    @Test
    void anotherClientsPeopleAreNotThere() {
        Person stranger = invited(globex, Role.CLIENT_MEMBER);
        Access admin = Access.of(invited(acme, Role.CLIENT_ADMIN));

        assertThat(people.find(admin, stranger.id())).isEmpty();
        assertThat(people.ofClient(admin, globex)).isEmpty();
        assertThat(people.withEmail(admin, stranger.email())).isEmpty();
        assertThat(people.internal(admin)).isEmpty();
        assertThat(people.deactivate(admin, stranger.id())).isEqualTo(new Refused(Reason.NOT_FOUND));
        assertThat(people.admit(admin, stranger.id())).isEqualTo(new Refused(Reason.NOT_FOUND));
    }

    @Test
    void anInternalContributorSeesEverybodyAndChangesNobody() {
        Person member = invited(acme, Role.CLIENT_MEMBER);
        Access contributor = Access.of(invited(null, Role.INTERNAL_CONTRIBUTOR));

        assertThat(people.find(contributor, member.id())).contains(member);
        assertThat(people.deactivate(contributor, member.id())).isEqualTo(new Refused(Reason.NOT_ALLOWED));
    }

    @Test
    void theSameAddressIsOnePersonPerClient() {
        Invitation first = someone(acme, Role.CLIENT_MEMBER);
        Invitation shouted =
                new Invitation(acme, "Again", " " + first.email().toUpperCase(Locale.ROOT) + " ", first.role(), true);
        Invitation elsewhere = new Invitation(globex, "Again", first.email(), first.role(), true);
        people.invite(SYSTEM, first);

        assertThat(people.invite(SYSTEM, shouted)).isEqualTo(new Refused(Reason.ALREADY_KNOWN));
        assertThat(people.invite(SYSTEM, elsewhere)).isInstanceOf(Changed.class);
        assertThat(people.withEmail(SYSTEM, first.email())).hasSize(2);
    }

    @Test
    void aSenderKnownByDomainWaitsForAdmission() {
        Person sender = changed(people.know(SYSTEM, acme, "", "New@acme.example", false));
        assertThat(sender.admitted()).isFalse();
        assertThat(sender.name()).isEqualTo("new@acme.example");
        assertThat(Access.of(sender).seesWholeClient()).isFalse();

        Person again = changed(people.know(SYSTEM, acme, "Ned", "new@acme.example", false));
        assertThat(again).isEqualTo(sender);

        Access admin = Access.of(invited(acme, Role.CLIENT_ADMIN));
        assertThat(changed(people.admit(admin, sender.id())).admitted()).isTrue();
    }

    @Test
    void newsOfASenderLeavesWhatIsDecidedAboutThemMeanwhile() throws Exception {
        String email = unique("sender") + "@acme.example";
        UUID id = ((Changed) people.know(SYSTEM, acme, "Sam", email, false))
                .person()
                .id();
        CountDownLatch deactivated = new CountDownLatch(1);
        CountDownLatch mayCommit = new CountDownLatch(1);
        Thread admin = Thread.ofPlatform()
                .start(() -> portalDatabase.inTransaction(() -> {
                    people.deactivate(SYSTEM, id);
                    deactivated.countDown();
                    waitFor(mayCommit);
                }));
        deactivated.await();
        Thread mail = Thread.ofPlatform().start(() -> people.know(SYSTEM, acme, "Sam", email, true));
        await().until(() -> portalDatabase
                .sql(
                        "select exists (select from pg_stat_activity where wait_event_type = 'Lock' and query like '%admitted%')")
                .query(Boolean.class)
                .single());
        mayCommit.countDown();
        admin.join();
        mail.join();

        Person person = people.find(SYSTEM, id).orElseThrow();
        assertThat(person.active()).isFalse();
        assertThat(person.admitted()).isTrue();
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void nobodyLocksThemselvesOut() {
        Person admin = invited(acme, Role.CLIENT_ADMIN);

        assertThat(people.deactivate(Access.of(admin), admin.id())).isEqualTo(new Refused(Reason.ONESELF));
    }

    @Test
    void textsThatAreNoAddressAreRefused() {
        for (String text :
                new String[] {"", "tom", "tom@", "@acme.example", "a b@acme.example", "tom@acme", "<t@a.bc>"}) {
            assertThat(people.invite(SYSTEM, new Invitation(acme, "Tom", text, Role.VIEWER, false)))
                    .as(text)
                    .isEqualTo(new Refused(Reason.NOT_AN_ADDRESS));
        }
    }

    private Person invited(@Nullable UUID client, Role role) {
        return changed(people.invite(SYSTEM, someone(client, role)));
    }

    private static Invitation someone(@Nullable UUID client, Role role) {
        return new Invitation(client, "Somebody", "p" + Ids.next() + "@example.com", role, false);
    }

    private static Person changed(PersonChange change) {
        assertThat(change).isInstanceOf(Changed.class);
        return ((Changed) change).person();
    }
}
