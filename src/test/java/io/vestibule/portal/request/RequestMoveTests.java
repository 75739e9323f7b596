package io.vestibule.portal.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.People;
import io.vestibule.portal.access.PersonAddresses;
import io.vestibule.portal.client.Clients;
import io.vestibule.portal.contract.Cause;
import io.vestibule.portal.contract.Channel;
import io.vestibule.portal.contract.Comment;
import io.vestibule.portal.contract.Outcome;
import io.vestibule.portal.contract.Outcome.Refused;
import io.vestibule.portal.contract.Party;
import io.vestibule.portal.contract.PortalEvent.RequestState;
import io.vestibule.portal.contract.Visibility;
import io.vestibule.portal.request.Relocation.Goal;
import io.vestibule.portal.support.Firm;
import io.vestibule.portal.support.OtherTransaction;
import io.vestibule.support.PortalTest;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A request that was shown to the wrong client goes to the right one, and takes nothing of the wrong one along. */
class RequestMoveTests extends PortalTest {

    private static final Party DANA = new Party(Party.Kind.STAFF, null, "Dana", null);

    @Autowired
    Requests requests;

    @Autowired
    Clients clients;

    @Autowired
    People people;

    @Autowired
    PersonAddresses addresses;

    private Firm firm;
    private UUID wrong;
    private UUID right;
    private Access staff;
    private Access atWrong;
    private Access atRight;

    @BeforeEach
    void setUp() {
        firm = new Firm(clients, people);
        wrong = firm.client(unique("wrong"));
        right = firm.client(unique("right"));
        staff = firm.person(null, Role.INTERNAL_CONTRIBUTOR);
        atWrong = firm.person(wrong, Role.CLIENT_ADMIN);
        atRight = firm.person(right, Role.CLIENT_ADMIN);
    }

    @Test
    void theWrongClientSeesItNoLongerAndTheRightOneDoes() {
        UUID id = open();

        Firm.applied(requests.moveToClient(Firm.HUB, id, right, DANA));

        assertThat(requests.find(atWrong, id)).isEmpty();
        assertThat(requests.find(atRight, id)).isPresent();
    }

    @Test
    void wordsOfTheWrongClientsPeopleAreForTheFirmOnly() {
        UUID id = open();
        Firm.applied(requests.comment(atWrong, id, Firm.comment(Visibility.PUBLIC), Cause.PORTAL));
        Firm.applied(requests.comment(staff, id, Firm.comment(Visibility.PUBLIC), Cause.PORTAL));

        Firm.applied(requests.moveToClient(Firm.HUB, id, right, DANA));

        assertThat(requests.timeline(atRight, id))
                .allSatisfy(entry -> assertThat(entry.by().id()).isNotEqualTo(String.valueOf(atWrong.personId())))
                .filteredOn(entry -> entry.kind() == RequestEntry.Kind.COMMENT)
                .hasSize(1);
        assertThat(requests.timeline(staff, id))
                .anySatisfy(entry -> assertThat(String.valueOf(entry.text())).contains("Moved from wrong"));
        assertThat(requests.find(staff, id).orElseThrow().state().participants())
                .noneSatisfy(party -> assertThat(party.id()).isEqualTo(String.valueOf(atWrong.personId())));
    }

    @Test
    void aWithdrawnRequestIsShownToNoClientUntilItIsMovedAgain() {
        UUID id = open();

        Firm.applied(requests.moveToClient(Firm.HUB, id, null, DANA));
        assertThat(requests.find(atWrong, id)).isEmpty();
        assertThat(requests.find(staff, id)).isPresent();

        Firm.applied(requests.moveToClient(Firm.HUB, id, wrong, DANA));
        assertThat(requests.find(atWrong, id)).isPresent();
    }

    @Test
    void nobodyOfAClientJoinsAWithdrawnRequest() {
        UUID id = open();
        Firm.applied(requests.moveToClient(Firm.HUB, id, null, DANA));
        Party ann = Party.of(firm.person(atWrong));

        Firm.applied(requests.comment(
                Firm.HUB, id, Firm.comment(ann, Visibility.PUBLIC), Firm.from("desk", unique("late"))));

        assertThat(requests.find(staff, id).orElseThrow().state().participants())
                .extracting(Party::id)
                .doesNotContain(String.valueOf(atWrong.personId()));
        assertThat(requests.addParticipant(staff, id, firm.person(atWrong).id()))
                .as("the page must not say that they hear of it now")
                .isInstanceOfSatisfying(
                        Refused.class, no -> assertThat(no.detail()).contains("is shown to no client"));
    }

    @Test
    void mailsOfTheFirmThatQuoteTheWrongClientsWordsAreForTheFirmOnly() {
        UUID id = open();
        Comment plain = Firm.comment(DANA, Visibility.PUBLIC);
        Comment quoting = new Comment(
                DANA,
                Visibility.PUBLIC,
                "On Friday.",
                "> Tom wrote: our loan is overdue",
                List.of(),
                Channel.EMAIL,
                plain.at());
        UUID own = Firm.id(requests.comment(Firm.HUB, id, plain, Firm.from("crm", unique("comment"))));
        UUID quotes = Firm.id(requests.comment(Firm.HUB, id, quoting, Firm.from("desk", unique("mail"))));

        Firm.applied(requests.moveToClient(Firm.HUB, id, right, DANA));

        assertThat(requests.timeline(atRight, id))
                .extracting(RequestEntry::id)
                .contains(own)
                .doesNotContain(quotes);
        assertThat(requests.timeline(staff, id)).extracting(RequestEntry::id).contains(own, quotes);
    }

    @Test
    void aContactThatOnlyTheRecordMadeKnownGoesAlong() {
        String email = unique("tom") + "@elsewhere.example";
        UUID id = openFor(email);
        assertThat(people.ofClientWithEmail(Firm.HUB, wrong, email)).isPresent();

        Firm.applied(requests.moveToClient(Firm.HUB, id, right, DANA));

        assertThat(people.withEmail(Firm.HUB, email))
                .singleElement()
                .satisfies(person -> assertThat(person.clientId()).isEqualTo(right));
        assertThat(requests.find(staff, id).orElseThrow().state().participants())
                .anySatisfy(party -> assertThat(party.email()).isEqualTo(email));
    }

    @Test
    void aContactOfAWithdrawnRecordIsWithdrawnUntilTheNextDecision() {
        String email = unique("tom") + "@elsewhere.example";
        UUID id = openFor(email);

        Firm.applied(requests.moveToClient(Firm.HUB, id, null, DANA));
        assertThat(people.withEmail(Firm.HUB, email)).isEmpty();

        Firm.applied(requests.moveToClient(Firm.HUB, id, right, DANA));
        assertThat(people.ofClientWithEmail(Firm.HUB, right, email)).isPresent();
    }

    @Test
    void aContactThatSomethingElseNeedsThereStays() {
        String asksTwice = unique("tom") + "@elsewhere.example";
        UUID id = openFor(asksTwice);
        openFor(asksTwice);
        String admitted = unique("amy") + "@elsewhere.example";
        UUID other = openFor(admitted);
        people.know(Firm.HUB, wrong, "Amy", admitted, true);

        Firm.applied(requests.moveToClient(Firm.HUB, id, right, DANA));
        Firm.applied(requests.moveToClient(Firm.HUB, other, right, DANA));

        assertThat(people.ofClientWithEmail(Firm.HUB, wrong, asksTwice)).isPresent();
        assertThat(people.ofClientWithEmail(Firm.HUB, wrong, admitted)).isPresent();
    }

    @Test
    void anAddressThatAnAdminGaveStaysWithItsPerson() {
        String email = unique("tom") + "@elsewhere.example";
        String home = unique("tom") + "@home.example";
        UUID id = openFor(email);
        UUID tom =
                people.ofClientWithEmail(Firm.HUB, wrong, email).orElseThrow().id();
        addresses.add(Firm.HUB, tom, home);

        Firm.applied(requests.moveToClient(Firm.HUB, id, right, DANA));

        assertThat(people.ofClientWithEmail(Firm.HUB, wrong, home))
                .hasValueSatisfying(person -> assertThat(person.id()).isEqualTo(tom));
        assertThat(people.ofClientWithEmail(Firm.HUB, right, email)).isPresent();
    }

    @Test
    void anAddressThatIsGivenWhileTheRequestMovesStays() {
        String email = unique("tom") + "@elsewhere.example";
        String home = unique("tom") + "@home.example";
        UUID id = openFor(email);
        UUID tom =
                people.ofClientWithEmail(Firm.HUB, wrong, email).orElseThrow().id();
        CompletableFuture<Outcome> moved;

        try (var admin = new OtherTransaction(portalDatabase, () -> addresses.add(Firm.HUB, tom, home))) {
            moved = CompletableFuture.supplyAsync(
                    () -> requests.moveToClient(Firm.HUB, id, right, DANA), Thread.ofPlatform()::start);
            admin.awaitWaiting(1);
        }

        Firm.applied(moved.orTimeout(20, TimeUnit.SECONDS).join());
        assertThat(people.ofClientWithEmail(Firm.HUB, wrong, home)).isPresent();
    }

    @Test
    void wordsThatCameHereFromAnotherRecordAreForTheFirmOnly() {
        UUID other = open();
        UUID id = open();
        UUID words = Firm.id(requests.comment(
                Firm.HUB,
                other,
                Firm.comment(Party.of(firm.person(atWrong)), Visibility.PUBLIC),
                Firm.from("crm", unique("comment"))));
        RequestState from = requests.find(staff, other).orElseThrow().state();
        Goal there =
                new Goal.Other(requests.find(staff, id).orElseThrow().state().number());
        Firm.applied(requests.relocate(staff, other, new Relocation(there, Set.of(words), from.version(), Set.of())));

        Firm.applied(requests.moveToClient(Firm.HUB, id, right, DANA));

        assertThat(requests.timeline(atRight, id)).extracting(RequestEntry::id).doesNotContain(words);
        assertThat(requests.timeline(staff, id)).extracting(RequestEntry::id).contains(words);
    }

    @Test
    void wordsOfTheFirmAndOfSystemsThatCameHereFromAnotherRequestAreForTheFirmOnly() {
        UUID other = open();
        UUID id = open();
        UUID answer = Firm.id(requests.comment(staff, other, Firm.comment(Visibility.PUBLIC), Cause.PORTAL));
        UUID news = Firm.id(requests.comment(
                Firm.HUB, other, Firm.comment(Visibility.PUBLIC), Firm.from("crm", unique("comment"))));
        UUID own = Firm.id(requests.comment(staff, id, Firm.comment(Visibility.PUBLIC), Cause.PORTAL));
        RequestState from = requests.find(staff, other).orElseThrow().state();
        Goal there =
                new Goal.Other(requests.find(staff, id).orElseThrow().state().number());
        Firm.applied(
                requests.relocate(staff, other, new Relocation(there, Set.of(answer, news), from.version(), Set.of())));

        Firm.applied(requests.moveToClient(Firm.HUB, id, right, DANA));

        assertThat(requests.timeline(atRight, id))
                .extracting(RequestEntry::id)
                .contains(own)
                .doesNotContain(answer, news);
        assertThat(requests.timeline(staff, id)).extracting(RequestEntry::id).contains(own, answer, news);
    }

    @Test
    void wordsThatWereSaidToARequestWhichWentOnHereAreForTheFirmOnly() {
        UUID other = open();
        UUID id = open();
        Goal here =
                new Goal.Merge(requests.find(staff, id).orElseThrow().state().number());
        RequestState from = requests.find(staff, other).orElseThrow().state();
        Firm.applied(requests.relocate(staff, other, new Relocation(here, Set.of(), from.version(), Set.of())));
        UUID words = Firm.id(requests.comment(
                Firm.HUB, other, Firm.comment(Visibility.PUBLIC), Firm.from("crm", unique("comment"))));
        RequestState merged = requests.find(staff, other).orElseThrow().state();
        Firm.applied(requests.undoMerge(staff, other, merged.version()));
        assertThat(requests.timeline(atWrong, id)).extracting(RequestEntry::id).contains(words);

        Firm.applied(requests.moveToClient(Firm.HUB, id, right, DANA));

        assertThat(requests.timeline(atRight, id)).extracting(RequestEntry::id).doesNotContain(words);
        assertThat(requests.timeline(staff, id)).extracting(RequestEntry::id).contains(words);
    }

    @Test
    void wordsThatWereSaidToItAndStayedWhereItWentOnOnceAreForTheFirmOnly() {
        UUID moved = open();
        UUID other = open();
        Goal there =
                new Goal.Merge(requests.find(staff, other).orElseThrow().state().number());
        RequestState from = requests.find(staff, moved).orElseThrow().state();
        Firm.applied(requests.relocate(staff, moved, new Relocation(there, Set.of(), from.version(), Set.of())));
        UUID words = Firm.id(requests.comment(
                Firm.HUB, moved, Firm.comment(Visibility.PUBLIC), Firm.from("crm", unique("comment"))));
        RequestState merged = requests.find(staff, moved).orElseThrow().state();
        Firm.applied(requests.undoMerge(staff, moved, merged.version()));

        Firm.applied(requests.moveToClient(Firm.HUB, moved, right, DANA));

        assertThat(requests.timeline(atWrong, other))
                .extracting(RequestEntry::id)
                .doesNotContain(words);
        assertThat(requests.timeline(staff, other)).extracting(RequestEntry::id).contains(words);
    }

    @Test
    void noPersonMovesARequest() {
        UUID id = open();

        for (Access person : new Access[] {staff, atWrong, firm.person(null, Role.INTERNAL_ADMIN)}) {
            assertThat(requests.moveToClient(person, id, right, DANA)).isInstanceOf(Refused.class);
        }
    }

    private UUID openFor(String email) {
        Party contact = new Party(Party.Kind.CONTACT, null, "Tom", email);
        return Firm.id(
                requests.open(Firm.HUB, Firm.request(wrong, contact, false), Firm.from("crm", unique("ticket"))));
    }

    private UUID open() {
        return Firm.id(requests.open(Firm.HUB, Firm.request(wrong), Firm.from("crm", unique("ticket"))));
    }
}
