package io.vestibule.portal.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.Person;
import io.vestibule.portal.contract.Cause;
import io.vestibule.portal.contract.Channel;
import io.vestibule.portal.contract.Comment;
import io.vestibule.portal.contract.Outcome;
import io.vestibule.portal.contract.Party;
import io.vestibule.portal.contract.PortalEvent.RequestState;
import io.vestibule.portal.contract.Refusal;
import io.vestibule.portal.contract.RequestStatus;
import io.vestibule.portal.contract.Visibility;
import io.vestibule.portal.request.Relocation.Goal;
import io.vestibule.portal.request.RequestEntry.Kind;
import io.vestibule.portal.support.Firm;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What staff may let go from one request to another, who sees it then, and what never happens by it. */
class RelocationTests extends RequestTest {

    private static final byte[] FILE = "bytes".getBytes(StandardCharsets.UTF_8);

    @Autowired
    Files files;

    @Test
    void whatIsMovedLiesInTheOtherRequestAtItsTimeWithItsFiles() {
        UUID from = open();
        UUID to = open();
        UUID file = files.put(member, new Files.Upload("k", "a.txt", FILE, Files.Disposition.ATTACHMENT))
                .orElseThrow();
        UUID later = say(member, to, "later", Firm.MORNING.plus(Duration.ofHours(1)));
        UUID moved = said(requests.comment(
                member,
                from,
                new Comment(
                        Party.system("x"),
                        Visibility.PUBLIC,
                        "with a file",
                        null,
                        List.of(file.toString()),
                        Channel.PORTAL,
                        Firm.MORNING),
                Cause.PORTAL));

        Firm.applied(requests.relocate(staff, from, to(to, from, moved)));

        assertThat(comments(staff, from)).isEmpty();
        assertThat(comments(staff, to)).extracting(RequestEntry::id).containsExactly(moved, later);
        assertThat(comments(viewer, to).getFirst().files())
                .extracting(RequestEntry.Attachment::name)
                .containsExactly("a.txt");
        assertThat(files.read(viewer, file)).isPresent();
        assertThat(state(to).participants()).contains(Party.of(firm.person(member)));
        assertThat(events(from)).endsWith("entries-moved");
    }

    @Test
    void bothRequestsSayWhoMovedWhatWhenAndWhere() {
        UUID from = open();
        UUID to = open();
        UUID moved = say(member, from, "elsewhere", Firm.MORNING);

        Firm.applied(requests.relocate(staff, from, to(to, from, moved)));

        RequestEntry left = note(staff, from);
        assertThat(left.by()).isEqualTo(Party.of(firm.person(staff)));
        assertThat(told(left))
                .extracting(RequestEntry.Relocated::kind, RequestEntry.Relocated::away)
                .containsExactly(RequestEntry.Reason.MOVE, true);
        assertThat(told(left).shownNumber()).isEqualTo(state(to).number());
        assertThat(told(left).entries()).containsExactly(new RequestEntry.Relocated.Part("Person", Firm.MORNING));
        assertThat(told(note(staff, to)).shownNumber()).isEqualTo(state(from).number());
        assertThat(told(note(viewer, from)).entries()).isEmpty();
        assertThat(told(note(viewer, from)).subject()).isEqualTo("VAT return");
    }

    @Test
    void aNoteNamesTheOtherRequestOnlyToThoseWhoMaySeeIt() {
        UUID from = open();
        UUID to = Firm.id(requests.open(Firm.HUB, Firm.request(client, null, true), Cause.PORTAL));
        UUID moved = say(staff, from, "for few", Firm.MORNING);

        Firm.applied(requests.relocate(staff, from, to(to, from, moved)));

        assertThat(told(note(viewer, from)))
                .extracting(RequestEntry.Relocated::shownNumber, RequestEntry.Relocated::subject)
                .containsExactly(null, null);
        assertThat(requests.find(viewer, to)).isEmpty();
    }

    @Test
    void internalNotesStayInternalAndSoDoesTheWordAboutThem() {
        UUID from = open();
        UUID to = open();
        UUID secret = said(requests.comment(staff, from, Firm.comment(Visibility.INTERNAL), Cause.PORTAL));

        Firm.applied(requests.relocate(staff, from, to(to, from, secret)));

        assertThat(comments(staff, to)).extracting(RequestEntry::id).containsExactly(secret);
        assertThat(requests.timeline(viewer, from)).noneMatch(entry -> entry.kind() == Kind.RELOCATED);
        assertThat(requests.timeline(viewer, to))
                .noneMatch(entry -> entry.kind() == Kind.RELOCATED || entry.kind() == Kind.COMMENT);
    }

    @Test
    void aSplitOpensARequestWithTheFirstOfTheEntries() {
        UUID from = open();
        Firm.applied(requests.assign(staff, from, new Assignment(staff.personId(), "Audit")));
        UUID question = say(member, from, "Another matter", Firm.MORNING);
        UUID answer = say(staff, from, "Of course", Firm.MORNING.plus(Duration.ofMinutes(5)));

        UUID fresh = Firm.id(requests.relocate(staff, from, fresh(from, null, question, answer)));

        RequestState state = state(fresh);
        assertThat(state.subject()).isEqualTo("Split off");
        assertThat(state.clientId()).isEqualTo(client.toString());
        assertThat(state.requester()).isEqualTo(Party.of(firm.person(member)));
        assertThat(state.participants()).contains(Party.of(firm.person(member)));
        assertThat(state.openedAt()).isEqualTo(Firm.MORNING);
        assertThat(state.status()).isEqualTo(RequestStatus.IN_PROGRESS);
        assertThat(state.team()).isEqualTo("Audit");
        assertThat(Objects.requireNonNull(state.owner()).id()).isEqualTo(String.valueOf(staff.personId()));
        assertThat(requests.timeline(staff, fresh))
                .extracting(RequestEntry::kind, RequestEntry::text)
                .containsExactly(
                        tuple(Kind.OPENED, "Another matter"),
                        tuple(Kind.COMMENT, "Of course"),
                        tuple(Kind.RELOCATED, null));
        assertThat(comments(staff, from)).isEmpty();
        assertThat(events(fresh)).containsExactly("request-opened");
    }

    @Test
    void aLongTextIsLookedAtByHowItBeginsAndGoesAsItIs() {
        UUID from = open();
        String words = "long ".repeat(1000) + "end";
        UUID question = say(member, from, words, Firm.MORNING);

        assertThat(possible(from, fresh(from, null, question)).entries())
                .extracting(RequestEntry::text)
                .containsExactly("long ".repeat(40) + "…");
        UUID fresh = Firm.id(requests.relocate(staff, from, fresh(from, null, question)));

        assertThat(requests.find(staff, fresh).orElseThrow().text()).isEqualTo(words);
        assertThat(requests.timeline(staff, fresh).getFirst().text()).isEqualTo(words);
    }

    @Test
    void whatWasSaidIsOutlinedForThoseWhoMayReadIt() {
        UUID id = open();
        say(member, id, "for all", Firm.MORNING);
        Firm.applied(requests.comment(staff, id, Firm.comment(Visibility.INTERNAL), Cause.PORTAL));
        Firm.applied(requests.changeStatus(staff, id, RequestStatus.WAITING_ON_CLIENT, Cause.PORTAL));

        assertThat(requests.timelineOutline(staff, id))
                .extracting(RequestEntry::text)
                .containsExactlyInAnyOrder("Please help", "for all", "Some words");
        assertThat(requests.timelineOutline(viewer, id))
                .extracting(RequestEntry::text)
                .containsExactlyInAnyOrder("Please help", "for all");
        assertThat(requests.timelineOutline(firm.person(firm.client(unique("other")), Role.CLIENT_ADMIN), id))
                .isEmpty();
    }

    @Test
    void aSplitOfAPrivateRequestIsPrivate() {
        UUID from = Firm.id(requests.open(Firm.HUB, Firm.request(client, null, true), Cause.PORTAL));
        UUID words = say(staff, from, "Between us", Firm.MORNING);

        UUID fresh = Firm.id(requests.relocate(staff, from, fresh(from, null, words)));

        assertThat(requests.find(viewer, fresh)).isEmpty();
        assertThat(requests.find(firm.person(client, Role.CLIENT_ADMIN), fresh)).isPresent();
    }

    @Test
    void nothingGoesToAnotherClientOrFromAnotherRequest() {
        UUID from = open();
        UUID words = say(member, from, "ours", Firm.MORNING);
        UUID foreign = Firm.id(requests.open(Firm.HUB, Firm.request(firm.client(unique("other"))), Cause.PORTAL));
        UUID elsewhere = say(member, open(), "of a third one", Firm.MORNING);
        UUID stranger = Objects.requireNonNull(
                firm.person(firm.client(unique("third")), Role.CLIENT_MEMBER).personId());

        assertThat(refused(requests.relocate(staff, from, to(foreign, from, words))))
                .isEqualTo(Refusal.BELONGS_TO_ANOTHER_CLIENT);
        assertThat(refused(requests.relocate(staff, from, to(open(), from, elsewhere))))
                .isEqualTo(Refusal.INVALID_COMMAND);
        assertThat(refused(requests.relocate(staff, from, fresh(from, stranger, words))))
                .isEqualTo(Refusal.UNKNOWN_PERSON);
        assertThat(comments(staff, from)).hasSize(1);
        assertThat(comments(staff, foreign)).isEmpty();
    }

    @Test
    void whatWasTypedAsANumberIsNotRepeated() {
        UUID from = open();
        UUID words = say(member, from, "ours", Firm.MORNING);

        assertThat(refusal(from, "x".repeat(5000), words)).startsWith("This is no number of a request. Enter a number");
        assertThat(refusal(from, " req-99999999 ", words))
                .startsWith("There is no request REQ-99999999. Enter a number");
    }

    @Test
    void onlyStaffMoveEntries() {
        UUID from = open();
        UUID to = open();
        UUID words = say(member, from, "mine", Firm.MORNING);
        Access foreign = firm.person(firm.client(unique("other")), Role.CLIENT_ADMIN);

        for (Access asking : List.of(member, viewer, firm.person(client, Role.CLIENT_ADMIN), Firm.HUB)) {
            assertThat(refused(requests.relocate(asking, from, to(to, from, words))))
                    .isEqualTo(Refusal.NOT_PERMITTED);
            assertThat(refused(requests.relocate(asking, from, fresh(from, null, words))))
                    .isEqualTo(Refusal.NOT_PERMITTED);
            assertThat(requests.planRelocation(asking, from, to(to, from, words)))
                    .isInstanceOf(RelocationPlan.Impossible.class);
        }
        assertThat(refused(requests.relocate(foreign, from, to(to, from, words))))
                .isEqualTo(Refusal.UNKNOWN_REQUEST);
        assertThat(comments(staff, from)).hasSize(1);
    }

    @Test
    void whoAnsweredMeanwhileIsNotPassedOver() {
        UUID from = open();
        UUID words = say(member, from, "first", Firm.MORNING);
        Relocation decided = to(open(), from, words);
        say(member, from, "meanwhile", Firm.MORNING);

        assertThat(refused(requests.relocate(staff, from, decided))).isEqualTo(Refusal.VERSION_MOVED);
        assertThat(comments(staff, from)).hasSize(2);
    }

    @Test
    void theFirstMessageStaysAndANewRequestBeginsWithAPublicWord() {
        UUID from = open();
        UUID first = requests.timeline(staff, from).getFirst().id();
        UUID secret = said(requests.comment(staff, from, Firm.comment(Visibility.INTERNAL), Cause.PORTAL));

        assertThat(refused(requests.relocate(staff, from, to(open(), from, first))))
                .isEqualTo(Refusal.INVALID_COMMAND);
        assertThat(refused(requests.relocate(staff, from, fresh(from, null, secret))))
                .isEqualTo(Refusal.INVALID_COMMAND);
        assertThat(refused(requests.relocate(staff, from, to(open(), from)))).isEqualTo(Refusal.INVALID_COMMAND);
    }

    @Test
    void nobodyComesToSeeWhatWasPrivateUnlessStaffSaySo() {
        UUID from = Firm.id(requests.open(Firm.HUB, Firm.request(client, null, true), Cause.PORTAL));
        UUID to = open();
        UUID words = say(staff, from, "private words", Firm.MORNING);
        Relocation wanted = to(to, from, words);

        assertThat(refused(requests.relocate(staff, from, wanted))).isEqualTo(Refusal.INVALID_COMMAND);
        assertThat(comments(viewer, to)).isEmpty();

        List<Person> gaining = possible(from, wanted).gaining();
        assertThat(gaining).extracting(Person::id).containsExactlyInAnyOrder(id(member), id(viewer));
        assertThat(refused(requests.relocate(staff, from, agreed(wanted, id(viewer)))))
                .isEqualTo(Refusal.INVALID_COMMAND);
        Firm.applied(requests.relocate(staff, from, agreed(wanted, id(viewer), id(member))));
        assertThat(comments(viewer, to)).hasSize(1);
    }

    @Test
    void aWriterWhoCouldNotSeeTheOtherRequestIsNotLetInUnlessStaffSaySo() {
        UUID from = open();
        UUID to = Firm.id(requests.open(Firm.HUB, Firm.request(client, null, true), Cause.PORTAL));
        UUID words = say(member, from, "my words", Firm.MORNING);
        Relocation wanted = to(to, from, words);

        assertThat(refused(requests.relocate(staff, from, wanted))).isEqualTo(Refusal.INVALID_COMMAND);
        assertThat(requests.find(member, to)).isEmpty();

        assertThat(possible(from, wanted).gaining()).extracting(Person::id).containsExactly(id(member));
        Firm.applied(requests.relocate(staff, from, agreed(wanted, id(member))));
        assertThat(requests.find(member, to)).isPresent();
    }

    @Test
    void aMoveIsTakenBackByMovingBack() {
        UUID from = open();
        UUID to = open();
        UUID words = say(member, from, "wrong place", Firm.MORNING);
        Firm.applied(requests.relocate(staff, from, to(to, from, words)));

        Firm.applied(requests.relocate(staff, to, to(from, to, words)));

        assertThat(comments(member, from)).extracting(RequestEntry::id).containsExactly(words);
        assertThat(comments(member, to)).isEmpty();
    }

    private String refusal(UUID from, String number, UUID entry) {
        Relocation wanted = new Relocation(
                new Goal.Other(number), Set.of(entry), state(from).version(), Set.of());
        return ((Outcome.Refused) requests.relocate(staff, from, wanted)).detail();
    }

    private Relocation to(UUID to, UUID from, UUID... entries) {
        return new Relocation(
                new Goal.Other(state(to).number()), Set.of(entries), state(from).version(), Set.of());
    }

    private Relocation fresh(UUID from, @Nullable UUID requester, UUID... entries) {
        return new Relocation(
                new Goal.Fresh("Split off", requester),
                Set.of(entries),
                state(from).version(),
                Set.of());
    }

    private static Relocation agreed(Relocation wanted, UUID... people) {
        return new Relocation(wanted.goal(), wanted.entries(), wanted.version(), Set.of(people));
    }

    private RelocationPlan.Possible possible(UUID from, Relocation wanted) {
        RelocationPlan plan = requests.planRelocation(staff, from, wanted);
        assertThat(plan).isInstanceOf(RelocationPlan.Possible.class);
        return (RelocationPlan.Possible) plan;
    }

    private UUID say(Access access, UUID request, String words, Instant at) {
        Comment comment =
                new Comment(Party.system("nobody"), Visibility.PUBLIC, words, null, List.of(), Channel.PORTAL, at);
        return said(requests.comment(access, request, comment, Cause.PORTAL));
    }

    private static UUID said(Outcome outcome) {
        return Firm.id(outcome);
    }

    private List<RequestEntry> comments(Access access, UUID request) {
        return requests.timeline(access, request).stream()
                .filter(entry -> entry.kind() == Kind.COMMENT)
                .toList();
    }

    private RequestEntry note(Access access, UUID request) {
        return requests.timeline(access, request).stream()
                .filter(entry -> entry.kind() == Kind.RELOCATED)
                .findFirst()
                .orElseThrow();
    }

    private static RequestEntry.Relocated told(RequestEntry note) {
        return Objects.requireNonNull(note.relocated());
    }

    private static UUID id(Access access) {
        return Objects.requireNonNull(access.personId());
    }
}
