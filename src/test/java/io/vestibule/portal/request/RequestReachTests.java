package io.vestibule.portal.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.Person;
import io.vestibule.portal.client.ChangePosition;
import io.vestibule.portal.contract.Cause;
import io.vestibule.portal.contract.Channel;
import io.vestibule.portal.contract.Comment;
import io.vestibule.portal.contract.Party;
import io.vestibule.portal.contract.Visibility;
import io.vestibule.portal.support.Firm;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Who sees which request; each test would fail if the rule left the SQL. */
class RequestReachTests extends RequestTest {

    @Autowired
    Files files;

    @Autowired
    RequestReads reads;

    @Test
    void nobodySeesARequestOfAnotherClient() {
        UUID id = open();
        UUID other = firm.client(unique("other"));

        for (Role role : List.of(Role.CLIENT_ADMIN, Role.CLIENT_MEMBER, Role.VIEWER)) {
            Access stranger = firm.person(other, role, true);
            assertThat(requests.find(stranger, id)).isEmpty();
            assertThat(requests.timeline(stranger, id)).isEmpty();
            assertThat(requests.page(stranger, RequestFilter.ALL.withClient(client), null, 50)
                            .rows())
                    .isEmpty();
            assertThat(requests.count(stranger, RequestFilter.ALL)).isZero();
            assertThat(requests.counts(stranger).open()).isZero();
            assertThat(requests.changedAfter(stranger, ChangePosition.since(Instant.EPOCH), 200))
                    .isEmpty();
        }
    }

    @Test
    void everybodyOfTheClientSeesItsRequests() {
        UUID id = open();

        for (Role role : List.of(Role.CLIENT_ADMIN, Role.CLIENT_MEMBER, Role.VIEWER)) {
            assertThat(requests.find(firm.person(client, role), id)).isPresent();
        }
        assertThat(requests.find(firm.person(null, Role.INTERNAL_CONTRIBUTOR), id))
                .isPresent();
    }

    @Test
    void aPrivateRequestIsSeenByParticipantsAdminsAndTheFirm() {
        UUID id = Firm.id(requests.open(member, Firm.request(client, null, true), Cause.PORTAL));

        assertThat(requests.find(member, id)).isPresent();
        assertThat(requests.find(firm.person(client, Role.CLIENT_ADMIN), id)).isPresent();
        assertThat(requests.find(firm.person(null, Role.INTERNAL_ADMIN), id)).isPresent();
        assertThat(requests.find(firm.person(client, Role.CLIENT_MEMBER), id)).isEmpty();
        assertThat(requests.find(firm.person(client, Role.VIEWER), id)).isEmpty();
    }

    @Test
    void manyAreAskedAtOnceByTheRuleOfEach() {
        Person ownerOfOne = firm.person(firm.stranger(client));
        List<Person> people = Stream.of(
                        firm.person(client, Role.CLIENT_ADMIN),
                        member,
                        viewer,
                        firm.stranger(client),
                        firm.person(firm.client(unique("other")), Role.CLIENT_ADMIN))
                .map(firm::person)
                .collect(Collectors.toList());
        people.add(ownerOfOne);
        UUID confidential =
                Firm.id(requests.open(Firm.HUB, Firm.request(client, Party.of(ownerOfOne), true), Cause.PORTAL));
        UUID withdrawn = open();
        Firm.applied(requests.moveToClient(Firm.HUB, withdrawn, null, Party.system("hub")));

        for (UUID id : List.of(open(), confidential, withdrawn)) {
            assertThat(reads.seeing(id, people))
                    .isEqualTo(people.stream()
                            .filter(person -> reads.sees(Access.of(person), id))
                            .map(Person::id)
                            .collect(Collectors.toSet()));
        }
    }

    @Test
    void aSenderKnownByDomainOnlySeesOwnRequestsUntilAdmitted() {
        Access stranger = firm.stranger(client);
        UUID others = open();
        UUID own = Firm.id(
                requests.open(Firm.HUB, Firm.request(client, Party.of(firm.person(stranger)), false), Cause.PORTAL));

        assertThat(requests.find(stranger, own)).isPresent();
        assertThat(requests.find(stranger, others)).isEmpty();
        people.admit(Access.system("test"), firm.person(stranger).id());
        assertThat(requests.find(Access.of(firm.person(stranger)), others)).isPresent();
    }

    @Test
    void anInternalNoteIsNeverToldToTheClient() {
        UUID id = open();
        String file = files.put(
                        staff, new Files.Upload(unique("f"), "note.txt", new byte[] {1}, Files.Disposition.ATTACHMENT))
                .orElseThrow()
                .toString();
        Comment note = new Comment(
                Party.system("x"),
                Visibility.INTERNAL,
                "Careful",
                null,
                List.of(file),
                Channel.PORTAL,
                clock.instant());
        Firm.applied(requests.comment(staff, id, note, Cause.PORTAL));

        Access admin = firm.person(client, Role.CLIENT_ADMIN);
        assertThat(requests.timeline(admin, id)).noneMatch(entry -> "Careful".equals(entry.text()));
        assertThat(files.read(admin, UUID.fromString(file))).isEmpty();
        assertThat(requests.timeline(staff, id)).anyMatch(entry -> "Careful".equals(entry.text()));
        assertThat(files.read(firm.person(null, Role.INTERNAL_ADMIN), UUID.fromString(file)))
                .isPresent();
    }

    @Test
    void aFileIsReadWithTheRequestItBelongsToOnly() {
        UUID file = files.put(
                        member, new Files.Upload(unique("f"), "a.txt", new byte[] {1}, Files.Disposition.ATTACHMENT))
                .orElseThrow();
        Access colleague = firm.person(client, Role.VIEWER);
        assertThat(files.read(colleague, file)).isEmpty();
        UUID id = Firm.id(requests.open(member, Firm.request(client), Cause.PORTAL));
        Comment comment = new Comment(
                Party.system("x"),
                Visibility.PUBLIC,
                "",
                null,
                List.of(file.toString()),
                Channel.PORTAL,
                clock.instant());
        Firm.applied(requests.comment(member, id, comment, Cause.PORTAL));

        assertThat(files.read(colleague, file)).isPresent();
        Access stranger = firm.person(firm.client(unique("other")), Role.CLIENT_ADMIN);
        assertThat(files.read(stranger, file)).isEmpty();
    }

    @Test
    void walksTheWholeListPageByPage() {
        Access admin = firm.person(client, Role.CLIENT_ADMIN);
        for (int i = 0; i < 5; i++) {
            Firm.applied(requests.open(admin, Firm.request(client), Cause.PORTAL));
        }
        RequestPage first = requests.page(admin, RequestFilter.OPEN, null, 2);
        RequestPage second = requests.page(admin, RequestFilter.OPEN, first.nextCursor(), 2);
        RequestPage third = requests.page(admin, RequestFilter.OPEN, second.nextCursor(), 2);

        assertThat(first.rows()).hasSize(2);
        assertThat(third.nextCursor()).isNull();
        assertThat(List.of(first, second, third).stream()
                        .flatMap(page -> page.rows().stream())
                        .map(RequestRow::id))
                .doesNotHaveDuplicates()
                .hasSize(5);
    }

    @Test
    void findsRequestsByTheBeginningsOfWords() {
        Access admin = firm.person(client, Role.CLIENT_ADMIN);
        Firm.applied(requests.open(admin, Firm.request(client), Cause.PORTAL));

        assertThat(requests.count(admin, RequestFilter.ALL.withWords("ret vat")))
                .isEqualTo(1);
        assertThat(requests.count(admin, RequestFilter.ALL.withWords("retort"))).isZero();
        assertThat(requests.count(admin, RequestFilter.ALL.withWords("'; drop & | :* !")))
                .isZero();
    }
}
