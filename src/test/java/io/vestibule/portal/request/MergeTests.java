package io.vestibule.portal.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.Person;
import io.vestibule.portal.access.PersonAddresses;
import io.vestibule.portal.contract.Cause;
import io.vestibule.portal.contract.Channel;
import io.vestibule.portal.contract.Comment;
import io.vestibule.portal.contract.Party;
import io.vestibule.portal.contract.Refusal;
import io.vestibule.portal.contract.RequestStatus;
import io.vestibule.portal.contract.Visibility;
import io.vestibule.portal.request.Relocation.Goal;
import io.vestibule.portal.request.RequestEntry.Kind;
import io.vestibule.portal.support.Firm;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A whole request goes on as another one: what goes along, who sees it, what comes after, and the way back. */
class MergeTests extends RequestTest {

    @Autowired
    PersonAddresses addresses;

    @Test
    void allThatWasWrittenGoesAlongAndTheMergedRequestIsDone() {
        UUID from = open();
        UUID to = open();
        say(member, from, "my words");
        Firm.applied(requests.comment(staff, from, Firm.comment(Visibility.INTERNAL), Cause.PORTAL));

        Firm.applied(requests.relocate(staff, from, merge(from, to)));

        assertThat(state(from).status()).isEqualTo(RequestStatus.DONE);
        assertThat(state(from).mergedInto()).isEqualTo(to.toString());
        assertThat(comments(staff, from)).isEmpty();
        assertThat(comments(viewer, to)).containsExactlyInAnyOrder("Please help", "Please help", "my words");
        assertThat(comments(staff, to)).hasSize(4);
        assertThat(state(to).participants()).contains(Party.of(firm.person(member)));
        assertThat(events(from)).endsWith("entries-moved", "request-status-changed");
        assertThat(state(to).status()).isEqualTo(RequestStatus.NEW);
    }

    @Test
    void whatIsDoneOpensAgainForWhatIsNot() {
        UUID from = open();
        UUID to = open();
        Firm.applied(requests.changeStatus(staff, to, RequestStatus.DONE, Cause.PORTAL));

        Firm.applied(requests.relocate(staff, from, merge(from, to)));

        assertThat(state(to).status()).isEqualTo(RequestStatus.IN_PROGRESS);
    }

    @Test
    void neverIntoAnotherClientsRequestNorByAnybodyElse() {
        UUID from = open();
        UUID to = open();
        UUID foreign = Firm.id(requests.open(Firm.HUB, Firm.request(firm.client(unique("other"))), Cause.PORTAL));

        assertThat(refused(requests.relocate(staff, from, merge(from, foreign))))
                .isEqualTo(Refusal.BELONGS_TO_ANOTHER_CLIENT);
        assertThat(refused(requests.relocate(staff, from, merge(from, from)))).isEqualTo(Refusal.INVALID_COMMAND);
        for (Access asking : List.of(member, firm.person(client, Role.CLIENT_ADMIN), Firm.HUB)) {
            assertThat(refused(requests.relocate(asking, from, merge(from, to))))
                    .isEqualTo(Refusal.NOT_PERMITTED);
        }
        assertThat(state(from).mergedInto()).isNull();
        assertThat(comments(staff, foreign)).containsExactly("Please help");
    }

    @Test
    void whoAnsweredMeanwhileIsNotPassedOver() {
        UUID from = open();
        Relocation decided = merge(from, open());
        say(member, from, "meanwhile");

        assertThat(refused(requests.relocate(staff, from, decided))).isEqualTo(Refusal.VERSION_MOVED);
    }

    @Test
    void whoTakesPartIsLetIntoAPrivateRequestOnlyWhenStaffSaySo() {
        UUID from = open();
        UUID to = Firm.id(requests.open(Firm.HUB, Firm.request(client, null, true), Cause.PORTAL));
        say(member, from, "my words");
        Relocation wanted = merge(from, to);

        assertThat(refused(requests.relocate(staff, from, wanted))).isEqualTo(Refusal.INVALID_COMMAND);
        assertThat(requests.find(member, to)).isEmpty();
        RelocationPlan.Possible plan = (RelocationPlan.Possible) requests.planRelocation(staff, from, wanted);
        assertThat(plan.gaining()).extracting(Person::id).containsExactly(id(member));

        Firm.applied(requests.relocate(
                staff, from, new Relocation(wanted.goal(), Set.of(), wanted.version(), Set.of(id(member)))));
        assertThat(requests.find(member, to)).isPresent();
        assertThat(requests.find(viewer, to)).isEmpty();
    }

    @Test
    void whoTakesPartInARequestWithoutWordsIsLetIntoAPrivateOneOnlyWhenStaffSaySo() {
        UUID from = open();
        UUID between = open();
        Firm.applied(requests.addParticipant(staff, from, id(member)));
        Firm.applied(requests.relocate(staff, from, merge(from, between)));
        UUID opening = requests.timeline(staff, between).stream()
                .filter(entry -> entry.kind() == Kind.COMMENT)
                .map(RequestEntry::id)
                .findFirst()
                .orElseThrow();
        Goal elsewhere = new Goal.Other(state(open()).number());
        Firm.applied(requests.relocate(
                staff,
                between,
                new Relocation(elsewhere, Set.of(opening), state(between).version(), Set.of())));
        Firm.applied(requests.undoMerge(staff, from, state(from).version()));
        UUID to = Firm.id(requests.open(Firm.HUB, Firm.request(client, null, true), Cause.PORTAL));

        assertThat(refused(requests.relocate(staff, from, merge(from, to)))).isEqualTo(Refusal.INVALID_COMMAND);
        assertThat(requests.find(member, to)).isEmpty();
    }

    @Test
    void whatIsSaidToAMergedRequestIsSaidWhereItGoesOn() {
        UUID from = open();
        UUID to = open();
        UUID last = open();
        Firm.applied(requests.relocate(staff, from, merge(from, to)));
        Firm.applied(requests.relocate(staff, to, merge(to, last)));

        say(member, from, "to the old number");

        assertThat(comments(staff, last)).contains("to the old number");
        assertThat(state(last).participants()).contains(Party.of(firm.person(member)));
    }

    @Test
    void whoMayNotSeeWhereItGoesOnIsHeardThereButNotLetIn() {
        UUID from = open();
        UUID to = Firm.id(requests.open(Firm.HUB, Firm.request(client, null, true), Cause.PORTAL));
        Firm.applied(requests.relocate(staff, from, merge(from, to)));
        Comment words = Firm.comment(Party.of(firm.person(member)), Visibility.PUBLIC);

        Firm.applied(requests.comment(Firm.HUB, from, words, Firm.from("box", unique("m"))));
        assertThat(comments(staff, to)).contains("Some words");
        assertThat(requests.find(member, to)).isEmpty();

        assertThat(refused(requests.comment(member, from, words, Cause.PORTAL))).isEqualTo(Refusal.UNKNOWN_REQUEST);
    }

    @Test
    void newsOfALinkedRecordNeitherOpensTheMergedRequestNorIsLost() {
        UUID from = open();
        UUID to = open();
        Firm.applied(requests.relocate(staff, from, merge(from, to)));

        Firm.applied(requests.changeStatus(
                Firm.HUB, from, RequestStatus.IN_PROGRESS, Firm.from("firm-crm", unique("news"))));

        assertThat(state(from).status()).isEqualTo(RequestStatus.DONE);
        assertThat(state(to).status()).isEqualTo(RequestStatus.NEW);
        assertThat(comments(staff, to))
                .contains("firm-crm says that %s, which goes on here, is in progress there."
                        .formatted(state(from).number()));
        assertThat(comments(viewer, to)).noneMatch(words -> words.contains("firm-crm"));
        assertThat(refused(requests.changeStatus(staff, from, RequestStatus.IN_PROGRESS, Cause.PORTAL)))
                .isEqualTo(Refusal.NOT_ALLOWED_TRANSITION);
    }

    @Test
    void nothingGoesIntoAMergedRequestOrOutOfOneTwice() {
        UUID from = open();
        UUID to = open();
        Firm.applied(requests.relocate(staff, from, merge(from, to)));

        assertThat(refused(requests.relocate(staff, from, merge(from, open())))).isEqualTo(Refusal.INVALID_COMMAND);
        assertThat(refused(requests.relocate(staff, to, merge(to, from)))).isEqualTo(Refusal.INVALID_COMMAND);
    }

    @Test
    void aMergeTakenBackLeavesEachItsOwn() {
        UUID from = open();
        UUID to = Firm.id(requests.open(Firm.HUB, Firm.request(client, null, true), Cause.PORTAL));
        say(member, from, "my words");
        Firm.applied(requests.changeStatus(staff, from, RequestStatus.WAITING_ON_CLIENT, Cause.PORTAL));
        Firm.applied(requests.relocate(
                staff,
                from,
                new Relocation(
                        new Goal.Merge(state(to).number()),
                        Set.of(),
                        state(from).version(),
                        Set.of(id(member)))));
        say(staff, to, "said since");

        Firm.applied(requests.undoMerge(staff, from, state(from).version()));

        assertThat(state(from).mergedInto()).isNull();
        assertThat(state(from).status()).isEqualTo(RequestStatus.WAITING_ON_CLIENT);
        assertThat(requests.timeline(viewer, from))
                .filteredOn(entry -> entry.kind() == Kind.OPENED || entry.kind() == Kind.COMMENT)
                .extracting(RequestEntry::kind, RequestEntry::text)
                .contains(tuple(Kind.OPENED, "Please help"), tuple(Kind.COMMENT, "my words"))
                .hasSize(2);
        assertThat(comments(staff, to)).containsExactlyInAnyOrder("Please help", "said since");
        assertThat(requests.find(member, to)).isEmpty();
        assertThat(refused(requests.undoMerge(staff, from, state(from).version())))
                .isEqualTo(Refusal.INVALID_COMMAND);
    }

    @Test
    void onlyStaffTakeAMergeBackAndNotWhatTheyDidNotSee() {
        UUID from = open();
        UUID to = open();
        Firm.applied(requests.relocate(staff, from, merge(from, to)));
        long version = state(from).version();

        assertThat(refused(requests.undoMerge(member, from, version))).isEqualTo(Refusal.NOT_PERMITTED);
        assertThat(refused(requests.undoMerge(staff, from, version - 1))).isEqualTo(Refusal.VERSION_MOVED);
        assertThat(state(from).mergedInto()).isEqualTo(to.toString());
    }

    @Test
    void aMergeIsTakenBackBeforeARequestGoesToAnotherClient() {
        UUID from = open();
        UUID to = open();
        say(member, from, "my words");
        Firm.applied(requests.relocate(staff, from, merge(from, to)));
        UUID other = firm.client(unique("other"));

        Firm.applied(requests.moveToClient(Firm.HUB, to, other, Party.system("hub")));

        assertThat(state(from).mergedInto()).isNull();
        assertThat(comments(viewer, from)).contains("my words");
        assertThat(comments(staff, to)).doesNotContain("my words");
    }

    @Test
    void whatIsSaidToAMergedRequestDoesNotGoToAnotherClientWithTheOneThatItGoesOnAs() {
        UUID from = open();
        UUID to = open();
        Firm.applied(requests.relocate(staff, from, merge(from, to)));
        sayAsRecord(from, "of the ticket");
        say(member, from, "to the old number");
        UUID other = firm.client(unique("other"));

        Firm.applied(requests.moveToClient(Firm.HUB, to, other, Party.system("hub")));

        assertThat(comments(viewer, from)).contains("of the ticket", "to the old number");
        assertThat(state(from).participants()).contains(Party.of(firm.person(member)));
        assertThat(comments(staff, to)).doesNotContain("of the ticket", "to the old number");
        assertThat(comments(firm.person(other, Role.CLIENT_ADMIN), to)).containsExactly("Please help");
    }

    @Test
    void whatIsSaidToAMergedRequestGoesToAnotherClientWithItAndSoDoesWhomThatLetIn() {
        UUID from = Firm.id(requests.open(Firm.HUB, Firm.request(client), Firm.from("firm-crm", unique("ticket"))));
        UUID to = open();
        UUID last = open();
        Access before = firm.person(client, Role.CLIENT_MEMBER);
        Firm.applied(requests.relocate(staff, from, merge(from, to)));
        Firm.applied(requests.relocate(staff, to, merge(to, last)));
        Firm.applied(requests.addParticipant(staff, last, id(before)));
        sayAsRecord(from, "of the ticket");
        say(member, from, "to the old number");
        say(before, from, "to the old number, too");
        say(staff, last, "of the other");
        UUID other = firm.client(unique("other"));

        Firm.applied(requests.moveToClient(Firm.HUB, from, other, Party.system("hub")));

        assertThat(comments(firm.person(other, Role.CLIENT_ADMIN), from))
                .containsExactlyInAnyOrder("Please help", "of the ticket");
        assertThat(comments(staff, last)).containsExactlyInAnyOrder("Please help", "of the other");
        assertThat(comments(staff, to)).containsExactly("Please help");
        assertThat(state(last).participants())
                .contains(Party.of(firm.person(before)))
                .doesNotContain(Party.of(firm.person(member)));
        assertThat(state(to).participants()).doesNotContain(Party.of(firm.person(member)));
    }

    @Test
    void whoseOtherRequestGoesOnThereStillTakesPartWhenOneMergeIsTakenBack() {
        UUID one = open();
        UUID another = open();
        UUID to = open();
        Party participant = Party.of(firm.person(member));
        Firm.applied(requests.addParticipant(staff, one, id(member)));
        Firm.applied(requests.addParticipant(staff, another, id(member)));
        Firm.applied(requests.relocate(staff, one, merge(one, to)));
        Firm.applied(requests.relocate(staff, another, merge(another, to)));

        Firm.applied(requests.undoMerge(staff, one, state(one).version()));
        assertThat(state(to).participants()).contains(participant);

        Firm.applied(requests.undoMerge(staff, another, state(another).version()));
        assertThat(state(to).participants()).doesNotContain(participant);
    }

    @Test
    void whoStoppedTheMailsGetsNoneOfTheOtherRequestEither() {
        UUID from = open();
        UUID to = open();
        Party participant = Party.of(firm.person(member));
        say(member, from, "my words");
        Firm.applied(requests.setMailing(member, from, participant, false));

        Firm.applied(requests.relocate(staff, from, merge(from, to)));
        assertThat(state(to).muted()).containsExactly(participant.id());

        Firm.applied(requests.setMailing(Firm.HUB, from, participant, true));
        assertThat(state(to).muted()).isEmpty();
    }

    @Test
    void theListOfOthersGrowsNoLongerThanAnybodyReads() {
        UUID from = open();
        UUID to = open();
        named(from, 30);
        named(to, 30);

        Firm.applied(requests.relocate(staff, from, merge(from, to)));

        assertThat(requests.onlookers(staff, to)).hasSize(50);
    }

    @Test
    void whoTakesPartIsNotListedAmongTheOthersOfAMergedRequest() {
        UUID from = open();
        UUID to = open();
        String home = unique("home") + "@home.example";
        String stranger = unique("eve") + "@elsewhere.example";
        addresses.add(Firm.HUB, id(member), home);
        named(from, List.of(home, stranger));
        named(to, List.of(home));
        say(member, from, "my words");

        Firm.applied(requests.relocate(staff, from, merge(from, to)));

        assertThat(requests.onlookers(staff, to)).extracting(Onlooker::email).containsExactly(stranger);
    }

    private void named(UUID request, int others) {
        named(
                request,
                Stream.generate(() -> unique("eve") + "@elsewhere.example")
                        .limit(others)
                        .toList());
    }

    /** A mail about the request went to these others as well. */
    private void named(UUID request, List<String> others) {
        List<Party> strangers = others.stream()
                .map(email -> new Party(Party.Kind.CONTACT, null, null, email))
                .toList();
        Party writer = Party.of(firm.person(viewer));
        Firm.applied(requests.noteRecipients(Firm.HUB, request, new Company(writer, List.of(), strangers)));
    }

    private Relocation merge(UUID from, UUID to) {
        return new Relocation(
                new Goal.Merge(state(to).number()), Set.of(), state(from).version(), Set.of());
    }

    private void say(Access access, UUID request, String words) {
        Comment comment = new Comment(
                Party.system("nobody"), Visibility.PUBLIC, words, null, List.of(), Channel.PORTAL, Firm.MORNING);
        Firm.applied(requests.comment(access, request, comment, Cause.PORTAL));
    }

    /** As a ticket that the request is linked with tells it. */
    private void sayAsRecord(UUID request, String words) {
        Comment comment = new Comment(
                Party.system("firm-crm"), Visibility.PUBLIC, words, null, List.of(), Channel.CRM, Firm.MORNING);
        Firm.applied(requests.comment(Firm.HUB, request, comment, Firm.from("firm-crm", unique("comment"))));
    }

    /** What was said, the word that opened it too. */
    private List<String> comments(Access access, UUID request) {
        return requests.timeline(access, request).stream()
                .filter(entry -> entry.kind() == Kind.COMMENT || entry.kind() == Kind.OPENED)
                .map(entry -> Objects.requireNonNull(entry.text()))
                .toList();
    }

    private static UUID id(Access access) {
        return Objects.requireNonNull(access.personId());
    }
}
