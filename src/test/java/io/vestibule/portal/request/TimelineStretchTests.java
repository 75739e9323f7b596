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
import io.vestibule.portal.contract.RequestDraft;
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
            assertThat(stretch.before()).isEqualTo(whole.size() - walked.size());
            assertThat(stretch.after())
                    .isEqualTo(walked.size() - stretch.entries().size());
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
        assertThat(since.before()).isEqualTo(19);
        assertThat(since.after()).isZero();
        assertThat(requests.timelineFrom(staff, id, latest.earlier(), 3).after())
                .isEqualTo(since.entries().size() - 3);
        assertThat(requests.timelineFrom(staff, id, null, 7).entries())
                .isEqualTo(whole.subList(whole.size() - 7, whole.size()));
    }

    @Test
    void fromAnEntryOnAllIsShownToThoseWhoAreShownIt() {
        UUID id = twentyFive();
        say(staff, id, "Note", Visibility.INTERNAL, null);
        List<RequestEntry> whole = requests.timeline(staff, id);
        UUID fifth = whole.get(4).id();
        UUID note = whole.stream()
                .filter(entry -> entry.visibility() == Visibility.INTERNAL)
                .findFirst()
                .orElseThrow()
                .id();

        assertThat(requests.timelineAt(staff, id, fifth, 7))
                .contains(new TimelineStretch(whole.subList(4, 11), 4, whole.size() - 11));
        assertThat(requests.timelineAt(viewer, id, fifth, 7)).isPresent();
        assertThat(requests.timelineAt(staff, id, note, 7)).isPresent();
        assertThat(requests.timelineAt(viewer, id, note, 7)).isEmpty();
        assertThat(requests.timelineAt(staff, open(), fifth, 7)).isEmpty();
        assertThat(requests.timelineAt(firm.stranger(firm.client(unique("other"))), id, fifth, 7))
                .isEmpty();
    }

    @Test
    void whatItWasOpenedWithIsToldWhereItLiesBeforeAStretch() {
        UUID id = openedAt(Firm.MORNING);
        for (int said = 0; said < 3; said++) {
            say(staff, id, "Word", Visibility.PUBLIC, null);
        }
        TimelineStretch latest = requests.timelineBefore(viewer, id, null, 2);

        assertThat(requests.timelineOpening(viewer, id, latest))
                .get()
                .extracting(RequestEntry::kind, RequestEntry::text)
                .containsExactly(RequestEntry.Kind.OPENED, "Please help");
        assertThat(requests.timelineOpening(viewer, id, requests.timelineBefore(viewer, id, null, 100)))
                .isEmpty();
        assertThat(requests.timelineOpening(firm.stranger(firm.client(unique("other"))), id, latest))
                .isEmpty();
    }

    @Test
    void whatWasSaidBeforeItWasOpenedHasNoOpeningOnTop() {
        UUID id = twentyFive();
        TimelineStretch latest = requests.timelineBefore(staff, id, null, 7);
        assertThat(latest.entries().getLast().kind()).isEqualTo(RequestEntry.Kind.OPENED);

        TimelineStretch before = requests.timelineBefore(staff, id, latest.earlier(), 7);

        assertThat(requests.timelineOpening(staff, id, latest)).isEmpty();
        assertThat(requests.timelineOpening(staff, id, before)).isEmpty();
    }

    @Test
    void theMarkOfWhatLiesBeforeAPlaceFollowsThatPartOnlyAndWhatTheReaderIsShown() {
        UUID id = openedAt(Firm.MORNING);
        say(staff, id, "Word", Visibility.PUBLIC, null);
        say(staff, id, "Word", Visibility.PUBLIC, null);
        String place = requests.timelineBefore(viewer, id, null, 1).earlier();
        String ofViewer = requests.timelineMarkBefore(viewer, id, place);
        String ofStaff = requests.timelineMarkBefore(staff, id, place);

        say(staff, id, "Word", Visibility.PUBLIC, null);
        assertThat(requests.timelineMarkBefore(staff, id, place)).isEqualTo(ofStaff);
        sayLate(Visibility.INTERNAL, id);
        assertThat(requests.timelineMarkBefore(staff, id, place)).isNotEqualTo(ofStaff);
        assertThat(requests.timelineMarkBefore(viewer, id, place)).isEqualTo(ofViewer);
        sayLate(Visibility.PUBLIC, id);
        assertThat(requests.timelineMarkBefore(viewer, id, place)).isNotEqualTo(ofViewer);
        assertThat(requests.timelineMarkBefore(viewer, id, null)).isEmpty();
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
        } while (stretch.after() > 0);

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

        assertThat(stretch.before())
                .isEqualTo(requests.timeline(viewer, id).size() - 1)
                .isLessThan(requests.timeline(staff, id).size() - 1);
        Access stranger = firm.stranger(firm.client(unique("other")));
        assertThat(requests.timelineBefore(stranger, id, null, 100)).isEqualTo(new TimelineStretch(List.of(), 0, 0));
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
        assertThat(before.before()).isPositive();
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

    private UUID openedAt(Instant at) {
        RequestDraft draft = new RequestDraft(
                "VAT return", "Please help", null, null, List.of(), List.of(), Channel.PORTAL, null, at);
        return Firm.id(requests.open(Firm.HUB, new NewRequest(client, draft, false), Cause.PORTAL));
    }

    /** Near the begin, as a mail that was long on its way. */
    private void sayLate(Visibility visibility, UUID id) {
        Comment comment = new Comment(
                Party.system("nobody"),
                visibility,
                "Late word",
                null,
                List.of(),
                Channel.PORTAL,
                Firm.MORNING.plusSeconds(1));
        Firm.applied(requests.comment(staff, id, comment, Cause.PORTAL));
    }

    private void say(Access access, UUID id, String text, Visibility visibility, @Nullable String elided) {
        Comment comment =
                new Comment(Party.system("nobody"), visibility, text, elided, List.of(), Channel.PORTAL, Instant.now());
        Firm.applied(requests.comment(access, id, comment, Cause.PORTAL));
    }
}
