package io.vestibule.portal.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.portal.access.Access;
import io.vestibule.portal.client.ChangePosition;
import io.vestibule.portal.contract.Cause;
import io.vestibule.portal.contract.Channel;
import io.vestibule.portal.contract.Comment;
import io.vestibule.portal.contract.ObjectRef;
import io.vestibule.portal.contract.Party;
import io.vestibule.portal.contract.PortalCommand.NoteDelivery;
import io.vestibule.portal.contract.RequestStatus;
import io.vestibule.portal.contract.Visibility;
import io.vestibule.portal.support.Firm;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A long conversation comes in stretches, which together are the whole. */
class TimelineStretchTests extends RequestTest {

    @Autowired
    HubFacts facts;

    @Test
    void backFromTheLatestEachEntryIsShownOnce() {
        UUID id = twentyFive();
        List<RequestEntry> whole = requests.timeline(staff, id);

        List<RequestEntry> walked = new ArrayList<>();
        String before = null;
        do {
            TimelineStretch stretch = requests.timelineBefore(staff, id, before, 7);
            walked.addAll(0, stretch.entries());
            assertThat(stretch.further()).isEqualTo(whole.size() - walked.size());
            before = stretch.earlier();
        } while (before != null);

        assertThat(walked).isEqualTo(whole).hasSize(26);
    }

    @Test
    void fromAPlaceOnAllIsShownThatCameSince() {
        UUID id = twentyFive();
        TimelineStretch latest = requests.timelineBefore(staff, id, null, 7);
        say(staff, id, "Word", Visibility.PUBLIC, null);

        TimelineStretch since = requests.timelineFrom(staff, id, latest.earlier(), 20);

        List<RequestEntry> whole = requests.timeline(staff, id);
        assertThat(since.entries()).isEqualTo(whole.subList(19, whole.size()));
        assertThat(since.further()).isZero();
        assertThat(requests.timelineFrom(staff, id, latest.earlier(), 3).further())
                .isEqualTo(since.entries().size() - 3);
        assertThat(requests.timelineFrom(staff, id, null, 7).entries())
                .isEqualTo(whole.subList(whole.size() - 7, whole.size()));
    }

    @Test
    void forthFromTheFirstEachCommentIsReadOnce() {
        UUID id = twentyFive();

        List<UUID> walked = new ArrayList<>();
        ChangePosition after = ChangePosition.since(Instant.EPOCH);
        TimelineStretch stretch;
        do {
            stretch = requests.commentsAfter(Firm.HUB, id, after, 7);
            stretch.entries().forEach(entry -> walked.add(entry.id()));
            RequestEntry last = stretch.entries().getLast();
            after = new ChangePosition(last.at(), last.id());
        } while (stretch.further() > 0);

        assertThat(walked)
                .isEqualTo(requests.timeline(staff, id).stream()
                        .filter(entry -> entry.kind() == RequestEntry.Kind.COMMENT)
                        .map(RequestEntry::id)
                        .toList());
    }

    @Test
    void aClientsPeopleAreNotToldThatThereAreNotes() {
        UUID id = open();
        String ofViewer = requests.timelineMark(viewer, id);
        String ofStaff = requests.timelineMark(staff, id);
        say(staff, id, "Note", Visibility.INTERNAL, null);
        assertThat(requests.timelineMark(viewer, id)).isEqualTo(ofViewer);
        assertThat(requests.timelineMark(staff, id)).isNotEqualTo(ofStaff);
        say(staff, id, "Word", Visibility.PUBLIC, null);
        say(staff, id, "Word", Visibility.PUBLIC, null);

        TimelineStretch stretch = requests.timelineBefore(viewer, id, null, 1);

        assertThat(stretch.further())
                .isEqualTo(requests.timeline(viewer, id).size() - 1)
                .isLessThan(requests.timeline(staff, id).size() - 1);
        Access stranger = firm.stranger(firm.client(unique("other")));
        assertThat(requests.timelineBefore(stranger, id, null, 100)).isEqualTo(new TimelineStretch(List.of(), 0));
        assertThat(requests.timelineMark(stranger, id)).isEmpty();
    }

    @Test
    void longTextsMakeAStretchShortAndOneAloneIsStillShown() {
        UUID id = open();
        for (int said = 0; said < 3; said++) {
            say(staff, id, "x".repeat(900_000), Visibility.PUBLIC, null);
        }
        say(staff, id, "ö".repeat(1_000_000), Visibility.PUBLIC, "and what it quotes");

        TimelineStretch latest = requests.timelineBefore(staff, id, null, 100);
        assertThat(latest.entries()).hasSize(1);
        TimelineStretch before = requests.timelineBefore(staff, id, latest.earlier(), 100);
        assertThat(before.entries())
                .filteredOn(entry -> entry.kind() == RequestEntry.Kind.COMMENT)
                .hasSize(2);
        assertThat(before.further()).isPositive();
    }

    @Test
    void theMarkTellsWhetherThereIsNews() {
        UUID id = open();
        List<String> marks = new ArrayList<>(List.of(requests.timelineMark(staff, id)));
        assertThat(requests.timelineMark(staff, id)).isEqualTo(marks.getFirst());

        say(staff, id, "Word", Visibility.PUBLIC, null);
        marks.add(requests.timelineMark(staff, id));
        Firm.applied(requests.changeStatus(staff, id, RequestStatus.DONE, Cause.PORTAL));
        marks.add(requests.timelineMark(staff, id));
        String ofViewer = requests.timelineMark(viewer, id);
        UUID change = portalDatabase
                .sql("select event_id from portal.entry where request_id = ? and kind = 'comment'")
                .param(id)
                .query(UUID.class)
                .single();
        deliver(id, change, "waiting");
        marks.add(requests.timelineMark(staff, id));
        deliver(id, change, "delivered");
        marks.add(requests.timelineMark(staff, id));

        assertThat(marks).doesNotHaveDuplicates();
        assertThat(requests.timelineMark(viewer, id)).isEqualTo(ofViewer);
    }

    private void deliver(UUID id, UUID change, String state) {
        ObjectRef object = new ObjectRef("request", id.toString());
        assertThat(facts.noteDelivery(
                        Firm.HUB,
                        id,
                        change,
                        new NoteDelivery(object, change.toString(), "crm", state, null, Firm.MORNING)))
                .isTrue();
    }

    /** Several at the same time, as a mail program dates them. */
    private UUID twentyFive() {
        UUID id = open();
        for (int said = 0; said < 25; said++) {
            Comment comment = new Comment(
                    Party.system("nobody"),
                    Visibility.PUBLIC,
                    "Word " + said,
                    null,
                    List.of(),
                    Channel.PORTAL,
                    Firm.MORNING.plusSeconds(said / 4));
            Firm.applied(requests.comment(Firm.HUB, id, comment, Cause.PORTAL));
        }
        return id;
    }

    private void say(Access access, UUID id, String text, Visibility visibility, @Nullable String elided) {
        Comment comment =
                new Comment(Party.system("nobody"), visibility, text, elided, List.of(), Channel.PORTAL, Instant.now());
        Firm.applied(requests.comment(access, id, comment, Cause.PORTAL));
    }
}
