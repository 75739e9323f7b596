package io.vestibule.hub.console;

import io.vestibule.hub.canonical.CanonicalCommand;
import io.vestibule.hub.canonical.CanonicalCommand.AddComment;
import io.vestibule.hub.canonical.CanonicalCommand.OpenRequest;
import io.vestibule.hub.inbox.InboxHandler.Handling;
import io.vestibule.hub.inbox.InboxMessage;
import io.vestibule.hub.inbox.InboxState;
import io.vestibule.hub.mail.Rehearsal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** Rehearsals for pages: within a time, and in the words of the pages. */
@Component
class Rehearsals implements DisposableBean {

    /** Reading a mail takes seconds at most; the rest is for looking up the keys of signatures. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Rehearsal rehearsal;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("rehearsal").daemon().factory());

    Rehearsals(Rehearsal rehearsal) {
        this.rehearsal = rehearsal;
    }

    /** Empty when it took too long. */
    Optional<Rehearsal.Outcome> of(InboxMessage message, byte[] raw) {
        Future<Rehearsal.Outcome> running = thread.submit(() -> rehearsal.of(message, raw));
        try {
            return Optional.of(running.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        } catch (TimeoutException e) {
            running.cancel(true);
            return Optional.empty();
        } catch (InterruptedException e) {
            running.cancel(true);
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failed ? failed : new IllegalStateException(e.getCause());
        }
    }

    /**
     * What would become of a mail.
     *
     * @param reason symbol of why it is not applied, null when it is
     * @param words what it would become, or what is in its way
     * @param subject of the request it would open, null when it opens none
     * @param text what the portal would show, null when nothing
     */
    record Foretold(
            InboxState state,
            @Nullable String reason,
            @Nullable String words,
            @Nullable String subject,
            @Nullable String text,
            List<String> evidence) {}

    Foretold foretold(Rehearsal.Outcome outcome) {
        String subject = null;
        String text = null;
        for (CanonicalCommand command : outcome.commands()) {
            if (text == null && command instanceof OpenRequest open) {
                subject = open.draft().subject();
                text = open.draft().text();
            } else if (text == null && command instanceof AddComment add) {
                text = add.comment().text();
            }
        }
        List<String> evidence = outcome.evidence();
        return switch (outcome.handling()) {
            case Handling.Applied done ->
                new Foretold(InboxState.APPLIED, null, done.result(), subject, text, evidence);
            case Handling.Held held ->
                new Foretold(InboxState.HELD, held.reason(), held.detail(), subject, text, evidence);
            case Handling.Ignored no ->
                new Foretold(InboxState.IGNORED, no.reason(), no.detail(), subject, text, evidence);
            case Handling.Refused no ->
                new Foretold(InboxState.REFUSED, no.reason(), no.detail(), subject, text, evidence);
            case Handling.Dead dead ->
                new Foretold(InboxState.DEAD, dead.reason(), dead.detail(), subject, text, evidence);
            case Handling.NotYet later ->
                new Foretold(InboxState.RETRY, later.reason(), later.detail(), subject, text, evidence);
            case Handling.Retry later ->
                new Foretold(InboxState.RETRY, later.reason(), later.detail(), subject, text, evidence);
        };
    }

    @Override
    public void destroy() {
        thread.shutdownNow();
    }
}
