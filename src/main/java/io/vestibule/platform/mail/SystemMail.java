package io.vestibule.platform.mail;

import io.vestibule.platform.observe.LogWords;
import io.vestibule.platform.start.StartRefused;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Sends the product's own mails: sign-in links, invitations, alerts to admins. They leave through {@code vestibule.mail},
 * else through the firm's mailbox. Kept in memory only: whoever misses one asks again.
 */
@Component
public class SystemMail implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(SystemMail.class);
    private static final int ATTEMPTS = 4;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);

    private final MailSender sender;
    private final MailSettings settings;
    private final ObjectProvider<SystemMailAccountSource> sources;
    private final ScheduledExecutorService workers = Executors.newScheduledThreadPool(
            2, Thread.ofPlatform().name("system-mail-", 1).daemon().factory());

    SystemMail(MailSender sender, MailSettings settings, ObjectProvider<SystemMailAccountSource> sources) {
        if (!settings.host().isBlank() && settings.fromAddress().isBlank()) {
            throw new StartRefused(
                    "vestibule.mail.host is set, but vestibule.mail.from-address is not.",
                    "Set it to the address that sign-in and invitation mails come from.");
        }
        this.sender = sender;
        this.settings = settings;
        this.sources = sources;
    }

    /** Whether there is an account to send through. */
    public boolean isReady() {
        return settings.account().isPresent() || offered().isPresent();
    }

    /** Whether the configuration names this address as the one these mails come from. */
    public boolean sendsFrom(String address) {
        return settings.fromAddress().strip().equalsIgnoreCase(address);
    }

    /** Sends now, in one attempt. */
    public MailOutcome send(OutgoingMail mail) {
        Optional<MailAccount> configured = settings.account();
        if (configured.isPresent()) {
            return sender.sendTrusted(configured.get(), mail);
        }
        return offered()
                .map(account -> sender.send(account, mail))
                .orElseGet(() -> new MailOutcome.TryLater(
                        "There is no account to send from. Set vestibule.mail, or connect the firm's mailbox."));
    }

    /**
     * Sends in the background, trying again a few times, so that the answer to the caller takes the same time whether
     * the address is known or not.
     */
    public void sendSoon(String to, String subject, Letter letter) {
        OutgoingMail mail = OutgoingMail.generated(to, subject, letter);
        schedule(() -> attempt(mail, 1), Duration.ZERO);
    }

    private void attempt(OutgoingMail mail, int number) {
        switch (tryToSend(mail)) {
            case MailOutcome.Sent sent -> LOG.debug("Sent {}", sent.messageId());
            case MailOutcome.Refused refused ->
                LOG.warn("A mail of the product itself was refused: {}", LogWords.withoutAddresses(refused.words()));
            case MailOutcome.TryLater later -> retry(mail, number, later.reason());
        }
    }

    private void retry(OutgoingMail mail, int number, String reason) {
        if (number < ATTEMPTS) {
            schedule(() -> attempt(mail, number + 1), FIRST_PAUSE.multipliedBy(1L << (2 * number)));
        } else {
            LOG.warn("A mail of the product itself could not be sent: {}", LogWords.withoutAddresses(reason));
        }
    }

    private MailOutcome tryToSend(OutgoingMail mail) {
        try {
            return send(mail);
        } catch (RuntimeException e) {
            LOG.warn("Sending a mail failed unexpectedly", e);
            return new MailOutcome.TryLater("Something went wrong on our side.");
        }
    }

    private void schedule(Runnable work, Duration pause) {
        try {
            var unused = workers.schedule(work, pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("Stopping: a mail of the product itself was not sent", e);
        }
    }

    private Optional<MailAccount> offered() {
        return sources.stream().flatMap(source -> source.account().stream()).findFirst();
    }

    @Override
    public void destroy() {
        workers.shutdownNow();
    }
}
