package io.vestibule.hub.outbox;

import io.vestibule.hub.canonical.CanonicalCommand.NoteDelivery;
import io.vestibule.hub.canonical.ObjectRef;
import io.vestibule.hub.gateway.PortalFailed;
import io.vestibule.hub.gateway.PortalGateway;
import io.vestibule.hub.gateway.PortalGateway.Answer;
import io.vestibule.hub.gateway.PortalGateway.Envelope;
import io.vestibule.hub.outbox.DeliveryChannel.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Tells the portal how deliveries stand: of one to a vendor the latest state, for the timeline beside the change; of a
 * mail about a request that it failed for good, or left after that. Works apart from the deliveries: a portal that can't be reached delays
 * the notes and nothing else. What the portal does not want, e.g. as the request is gone, counts as told.
 */
@Component
class DeliveryNotes implements SmartLifecycle, DeliveryListener {

    private static final Logger log = LoggerFactory.getLogger(DeliveryNotes.class);

    private static final int BATCH = 50;
    private static final long POLL_MILLIS = 1_000;
    private static final int PHASE = Integer.MAX_VALUE - 50; // calls the portal through a Camel route
    private static final String FEED = "feed:";

    private final Deliveries deliveries;
    private final UndeliveredMail undelivered;
    private final PortalGateway portal;
    private @Nullable ScheduledExecutorService worker;

    DeliveryNotes(Deliveries deliveries, UndeliveredMail undelivered, PortalGateway portal) {
        this.deliveries = deliveries;
        this.undelivered = undelivered;
        this.portal = portal;
    }

    @Override
    public void start() {
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("delivery-notes").factory());
        var unused = executor.scheduleWithFixedDelay(this::tell, POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
        worker = executor;
    }

    @Override
    public void ended(OutboxMessage message, Outcome outcome) {
        ScheduledExecutorService executor = worker;
        if (executor != null && message.draft().channel().equals(VendorDelivery.CHANNEL)) {
            executor.execute(this::tell);
        }
    }

    private void tell() {
        attempt(this::tellStates);
        attempt(this::tellMails);
    }

    /** Whatever goes wrong must end neither the schedule nor the other notes. */
    private static void attempt(Runnable telling) {
        try {
            telling.run();
        } catch (RuntimeException e) {
            log.debug("The portal could not be told how deliveries stand; trying again", e);
        }
    }

    private void tellStates() {
        List<OutboxRow> rows = deliveries.unnoted(BATCH);
        rows.stream().filter(row -> !notable(row)).forEach(deliveries::noted);
        tell(rows.stream().filter(DeliveryNotes::notable).toList(), DeliveryNotes::note, deliveries::noted);
    }

    private void tellMails() {
        tell(deliveries.untoldMails(BATCH), undelivered::note, deliveries::toldOfMail);
    }

    private void tell(List<OutboxRow> rows, Function<OutboxRow, Envelope> making, Consumer<OutboxRow> told) {
        List<Note> notes = new ArrayList<>();
        for (OutboxRow row : rows) {
            try {
                notes.add(new Note(row, making.apply(row)));
            } catch (RuntimeException e) { // it would hold back the notes of all others
                log.warn(
                        "Nothing can be said to the portal of delivery {}, it is left out: {}", row.id(), e.toString());
                told.accept(row);
            }
        }
        try {
            send(notes, told);
        } catch (PortalFailed e) { // of which note, the portal does not say
            notes.forEach(note -> attempt(() -> send(List.of(note), told)));
        }
    }

    private record Note(OutboxRow row, Envelope envelope) {}

    private void send(List<Note> notes, Consumer<OutboxRow> told) {
        if (notes.isEmpty()) {
            return;
        }
        List<Answer> answers = portal.execute(notes.stream().map(Note::envelope).toList());
        for (int i = 0; i < notes.size(); i++) {
            OutboxRow row = notes.get(i).row();
            if (answers.get(i) instanceof Answer.Refused refused) {
                log.debug("The portal does not want the note on delivery {}: {}", row.id(), refused);
            }
            told.accept(row);
        }
    }

    /** That it failed was told before; whether anybody minds is nothing to the portal. */
    private static boolean notable(OutboxRow row) {
        return row.state() != OutboxState.PUT_AWAY
                && row.draft().object() != null
                && row.draft().source().startsWith(FEED);
    }

    private static Envelope note(OutboxRow row) {
        ObjectRef object = Objects.requireNonNull(row.draft().object());
        String change = row.draft().source().substring(FEED.length());
        String words = row.words() == null ? row.reason() : row.words();
        NoteDelivery note =
                new NoteDelivery(object, change, row.draft().connection(), state(row.state()), words, row.changedAt());
        return Envelope.of("note." + row.id() + "." + row.changedAt(), note);
    }

    private static String state(OutboxState state) {
        return switch (state) {
            case WAITING, SENDING, HELD -> "waiting";
            case RETRY -> "retrying";
            case SENT -> "sent";
            case NOT_NEEDED, CANCELLED -> "not-needed";
            case REFUSED -> "refused";
            case DEAD, PUT_AWAY -> "dead";
        };
    }

    @Override
    public void stop() {
        ScheduledExecutorService executor = worker;
        worker = null;
        if (executor != null) {
            executor.shutdown();
        }
    }

    @Override
    public boolean isRunning() {
        return worker != null;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
