package io.vestibule.hub.mail.mailbox;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How mailboxes are watched.
 *
 * @param poll pause between two looks
 * @param patience how long a mail server may take to go on
 * @param maxSize a larger mail is kept as its header and held
 * @param giveUpAfter so long the server is asked again for a mail that it can't hand over; then its header is kept
 * @param dkimPatience how long one look-up of a signature's key may take; zero = signatures are not checked
 * @param burst how much of one sender is more than a person writes
 */
@ConfigurationProperties(prefix = "vestibule.mailboxes", ignoreUnknownFields = false)
public record MailboxSettings(
        @DefaultValue("1500ms") Duration poll,
        @DefaultValue("60s") Duration patience,
        @DefaultValue("36MB") DataSize maxSize,
        @DefaultValue("30m") Duration giveUpAfter,
        @DefaultValue("2s") Duration dkimPatience,
        @DefaultValue Burst burst) {

    /**
     * More than so many mails of one sender within this time are held.
     *
     * @param quiet after that long without another held one they are taken by themselves
     */
    public record Burst(
            @DefaultValue("40") int mails,
            @DefaultValue("10m") Duration within,
            @DefaultValue("1h") Duration quiet) {}
}
