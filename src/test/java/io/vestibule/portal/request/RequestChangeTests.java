package io.vestibule.portal.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.client.ClientChange;
import io.vestibule.portal.contract.Cause;
import io.vestibule.portal.contract.Channel;
import io.vestibule.portal.contract.Comment;
import io.vestibule.portal.contract.Outcome;
import io.vestibule.portal.contract.Party;
import io.vestibule.portal.contract.PortalEvent.RequestState;
import io.vestibule.portal.contract.Refusal;
import io.vestibule.portal.contract.RequestStatus;
import io.vestibule.portal.contract.Visibility;
import io.vestibule.portal.support.Firm;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may change what of a request, and what follows from it. */
class RequestChangeTests extends RequestTest {

    @Test
    void aViewerMayRead() {
        UUID id = open();

        assertThat(requests.find(viewer, id)).isPresent();
        assertThat(refused(requests.open(viewer, Firm.request(client), Cause.PORTAL)))
                .isEqualTo(Refusal.NOT_PERMITTED);
        assertThat(refused(requests.comment(viewer, id, Firm.comment(Visibility.PUBLIC), Cause.PORTAL)))
                .isEqualTo(Refusal.NOT_PERMITTED);
        assertThat(refused(requests.changeStatus(viewer, id, RequestStatus.DONE, Cause.PORTAL)))
                .isEqualTo(Refusal.NOT_PERMITTED);
    }

    @Test
    void nobodyOpensOrChangesForAnotherClient() {
        Access other = firm.person(firm.client(unique("other")), Role.CLIENT_ADMIN);
        UUID id = open();

        assertThat(refused(requests.open(other, Firm.request(client), Cause.PORTAL)))
                .isEqualTo(Refusal.UNKNOWN_CLIENT);
        assertThat(refused(requests.comment(other, id, Firm.comment(Visibility.PUBLIC), Cause.PORTAL)))
                .isEqualTo(Refusal.UNKNOWN_REQUEST);
        assertThat(refused(requests.changeStatus(other, id, RequestStatus.DONE, Cause.PORTAL)))
                .isEqualTo(Refusal.UNKNOWN_REQUEST);
        assertThat(refused(requests.addParticipant(staff, id, Objects.requireNonNull(other.personId()))))
                .isEqualTo(Refusal.UNKNOWN_PERSON);
    }

    @Test
    void aClientWritesNoInternalNotesAndAssignsNobody() {
        UUID id = open();

        assertThat(refused(requests.comment(member, id, Firm.comment(Visibility.INTERNAL), Cause.PORTAL)))
                .isEqualTo(Refusal.NOT_PERMITTED);
        assertThat(refused(requests.assign(member, id, new Assignment(null, "Tax"))))
                .isEqualTo(Refusal.NOT_PERMITTED);
    }

    @ParameterizedTest
    @CsvSource({
        "NEW, DONE, true",
        "WAITING_ON_CLIENT, DONE, true",
        "DONE, IN_PROGRESS, true",
        "NEW, IN_PROGRESS, false",
        "NEW, WAITING_ON_CLIENT, false",
        "WAITING_ON_CLIENT, IN_PROGRESS, false",
        "DONE, WAITING_ON_CLIENT, false",
        "DONE, NEW, false"
    })
    void aClientHasFewTransitions(RequestStatus from, RequestStatus to, boolean allowed) {
        UUID id = open();
        Firm.applied(requests.changeStatus(staff, id, from, Cause.PORTAL));

        Outcome outcome = requests.changeStatus(member, id, to, Cause.PORTAL);

        assertThat(outcome instanceof Outcome.Applied).isEqualTo(allowed);
        assertThat(state(id).status()).isEqualTo(allowed ? to : from);
    }

    @Test
    void theFirstPublicWordOfStaffTakesARequestUp() {
        UUID id = open();
        Firm.applied(requests.comment(staff, id, Firm.comment(Visibility.INTERNAL), Cause.PORTAL));
        assertThat(state(id).status()).isEqualTo(RequestStatus.NEW);

        Firm.applied(requests.comment(staff, id, Firm.comment(Visibility.PUBLIC), Cause.PORTAL));

        assertThat(state(id).status()).isEqualTo(RequestStatus.IN_PROGRESS);
    }

    @Test
    void theClientsAnswerEndsTheWaiting() {
        UUID id = open();
        Firm.applied(requests.changeStatus(staff, id, RequestStatus.WAITING_ON_CLIENT, Cause.PORTAL));

        Firm.applied(requests.comment(member, id, Firm.comment(Visibility.PUBLIC), Cause.PORTAL));

        assertThat(state(id).status()).isEqualTo(RequestStatus.IN_PROGRESS);
        assertThat(state(id).participants()).contains(Party.of(firm.person(member)));
    }

    @Test
    void theStatusItHasAlreadyWritesNothing() {
        UUID id = open();
        RequestState before = state(id);

        Firm.applied(requests.changeStatus(staff, id, RequestStatus.NEW, Cause.PORTAL));

        assertThat(state(id)).isEqualTo(before);
        assertThat(events(id)).containsExactly("request-opened");
    }

    @Test
    void tellsTheFeedOfEveryChangeInOrder() {
        UUID id = open();
        Firm.applied(requests.comment(staff, id, Firm.comment(Visibility.PUBLIC), Cause.PORTAL));
        Firm.applied(requests.assign(staff, id, new Assignment(staff.personId(), "Tax")));
        Firm.applied(requests.revise(Firm.HUB, id, "New title", null, Firm.from("crm", "1")));

        assertThat(events(id))
                .containsExactly(
                        "request-opened",
                        "comment-added",
                        "request-status-changed",
                        "request-assigned",
                        "request-revised");
        assertThat(sequences(id)).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void anAuthorFromAnotherClientIsUnknown() {
        UUID id = open();
        Access other = firm.person(firm.client(unique("other")), Role.CLIENT_MEMBER);

        Outcome outcome = requests.comment(
                Firm.HUB, id, Firm.comment(Party.of(firm.person(other)), Visibility.PUBLIC), Firm.from("box", "m"));

        assertThat(refused(outcome)).isEqualTo(Refusal.UNKNOWN_PERSON);
    }

    @Test
    void aNewClientRequestGetsTheClientsTeam() {
        assertThat(state(open()).team()).isEqualTo("Tax");
        assertThat(state(open()).teamAddress()).isEqualTo("tax@firm.example");
    }

    @Test
    void whoIsNoLongerActiveOwnsNothingAndGetsNothingNew() {
        UUID owner = Objects.requireNonNull(staff.personId());
        Firm.applied(clients.change(Firm.HUB, client, ownedBy(owner), null));
        UUID before = open();
        assertThat(Objects.requireNonNull(state(before).owner()).id()).isEqualTo(owner.toString());

        people.deactivate(Access.system("test"), owner);

        assertThat(state(before).owner()).isNull();
        assertThat(state(open()).owner()).isNull();
        assertThat(clients.find(Firm.HUB, client).orElseThrow().defaultOwner()).isNull();
        assertThat(requests.count(Firm.HUB, RequestFilter.OPEN.withOwner(owner)))
                .isEqualTo(1);
        assertThat(refused(
                        requests.assign(firm.person(null, Role.INTERNAL_ADMIN), before, new Assignment(owner, null))))
                .isEqualTo(Refusal.UNKNOWN_PERSON);
        assertThat(refused(clients.change(Firm.HUB, client, ownedBy(owner), null)))
                .isEqualTo(Refusal.UNKNOWN_PERSON);
    }

    @Test
    void theDefaultOwnerCanBeTakenAway() {
        Firm.applied(clients.change(Firm.HUB, client, ownedBy(Objects.requireNonNull(staff.personId())), null));

        Firm.applied(clients.change(Firm.HUB, client, new ClientChange(null, null, null, true, null, null), null));

        assertThat(clients.find(Firm.HUB, client).orElseThrow().defaultOwner()).isNull();
    }

    @Test
    void whoTakesPartInAPrivateRequestIsForAdminsStaffAndOneself() {
        UUID id = Firm.id(requests.open(Firm.HUB, Firm.request(client, null, true), Cause.PORTAL));
        UUID memberId = Objects.requireNonNull(member.personId());
        UUID colleague =
                Objects.requireNonNull(firm.person(client, Role.CLIENT_MEMBER).personId());
        Firm.applied(requests.addParticipant(firm.person(client, Role.CLIENT_ADMIN), id, memberId));

        assertThat(refused(requests.addParticipant(member, id, colleague))).isEqualTo(Refusal.NOT_PERMITTED);
        Firm.applied(requests.addParticipant(staff, id, colleague));
        assertThat(refused(requests.removeParticipant(member, id, colleague))).isEqualTo(Refusal.NOT_PERMITTED);
        Firm.applied(requests.removeParticipant(member, id, memberId));

        assertThat(requests.find(member, id)).isEmpty();
        assertThat(events(id).stream().filter("request-participants-changed"::equals))
                .hasSize(3);
    }

    @Test
    void wordsOfSomebodyWhoMayOnlyReadMoveNothingThatTheyAskFor() {
        UUID id = open();
        Firm.applied(requests.changeStatus(staff, id, RequestStatus.IN_PROGRESS, Cause.PORTAL));

        Firm.applied(requests.comment(Firm.HUB, id, asking(viewer, RequestStatus.DONE), Cause.PORTAL));
        assertThat(state(id).status()).isEqualTo(RequestStatus.IN_PROGRESS);
        Firm.applied(requests.comment(Firm.HUB, id, asking(member, RequestStatus.WAITING_ON_CLIENT), Cause.PORTAL));
        assertThat(state(id).status()).isEqualTo(RequestStatus.IN_PROGRESS);

        Firm.applied(requests.comment(Firm.HUB, id, asking(member, RequestStatus.DONE), Cause.PORTAL));
        assertThat(state(id).status()).isEqualTo(RequestStatus.DONE);
        Firm.applied(requests.comment(Firm.HUB, id, asking(staff, RequestStatus.IN_PROGRESS), Cause.PORTAL));
        assertThat(state(id).status()).isEqualTo(RequestStatus.IN_PROGRESS);
    }

    private Said asking(Access author, RequestStatus wish) {
        Comment comment = new Comment(
                Party.of(firm.person(author)),
                Visibility.PUBLIC,
                "words",
                null,
                List.of(),
                Channel.EMAIL,
                clock.instant());
        return new Said(comment, wish);
    }

    @Test
    void whoStopsTheMailsTakesPartAsBefore() {
        UUID id = Firm.id(requests.open(Firm.HUB, Firm.request(client, null, true), Cause.PORTAL));
        Party participant = Party.of(firm.person(member));
        Firm.applied(requests.addParticipant(staff, id, Objects.requireNonNull(member.personId())));

        Firm.applied(requests.setMailing(member, id, participant, false));
        Firm.applied(requests.setMailing(member, id, participant, false));

        assertThat(state(id).participants()).contains(participant);
        assertThat(state(id).muted()).containsExactly(participant.id());
        assertThat(requests.find(member, id)).isPresent();
        Party byAddress = new Party(Party.Kind.CONTACT, null, null, participant.email());
        Firm.applied(requests.setMailing(Firm.HUB, id, byAddress, true));
        assertThat(state(id).muted()).isEmpty();
        assertThat(requests.timeline(staff, id))
                .filteredOn(entry -> entry.kind() == RequestEntry.Kind.MAILING)
                .extracting(RequestEntry::channel, RequestEntry::from, RequestEntry::to)
                .containsExactly(
                        tuple(Channel.PORTAL, participant.name(), null),
                        tuple(Channel.EMAIL, null, participant.name()));
    }

    @Test
    void whoTakesNoPartIsNeitherMadeKnownNorMuted() {
        UUID id = open();
        Party stranger = new Party(Party.Kind.CONTACT, null, "Nobody", "nobody@elsewhere.example");

        Firm.applied(requests.setMailing(Firm.HUB, id, stranger, false));

        assertThat(state(id).muted()).isEmpty();
        assertThat(events(id)).doesNotContain("request-participants-changed");
        assertThat(people.ofClientWithEmail(Firm.HUB, client, "nobody@elsewhere.example"))
                .isEmpty();
    }

    @Test
    void aChangeOfWhoTakesPartStandsInTheTimeline() {
        UUID id = open();
        UUID memberId = Objects.requireNonNull(member.personId());
        Firm.applied(requests.addParticipant(staff, id, memberId));
        Firm.applied(requests.addParticipant(staff, id, memberId));
        Firm.applied(requests.removeParticipant(staff, id, memberId));

        assertThat(requests.timeline(viewer, id))
                .filteredOn(entry -> entry.kind() == RequestEntry.Kind.PARTICIPANTS)
                .extracting(RequestEntry::from, RequestEntry::to)
                .containsExactly(tuple(null, "Person"), tuple("Person", null));
    }

    private static ClientChange ownedBy(UUID owner) {
        return new ClientChange(null, null, owner, false, null, null);
    }

    private List<Long> sequences(UUID id) {
        return portalDatabase
                .sql("select sequence from portal.feed_event where object_id = ? order by stamp, position")
                .param(id)
                .query(Long.class)
                .list();
    }
}
