package io.vestibule.hub.mail;

import io.vestibule.hub.mail.mailbox.Mailbox;
import io.vestibule.hub.mail.parse.AddressList;
import io.vestibule.hub.mail.parse.MailAddress;
import io.vestibule.hub.mail.parse.ParsedMail;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who wrote a mail: whoever stands in From, except where the mailbox's settings say that this address hands on what others
 * wrote. A web form names them in Reply-To; a list that writes its own address into From names them in X-Original-From as
 * well. From all others these headers are not believed: they would be a way around every check of From.
 *
 * @param mail with its author as sender
 * @param words what was found, null when From is the author and sent it
 */
record Authorship(ParsedMail mail, Door door, @Nullable String words) {

    /** How the author's name came into the mail. */
    enum Door {
        /** As its sender. */
        SENDER,
        /** A list names whose mail it hands on. */
        LIST,
        /** It was typed into a form, by whomever: it opens requests, and is a key to none. */
        FORM,
        /** One of the firm's people hands on what the author wrote to them. */
        FORWARD
    }

    /** @param mailbox it came to, null when that is no longer there */
    static Authorship of(ParsedMail mail, @Nullable Mailbox mailbox) {
        MailAddress from = mail.from();
        boolean handsOn =
                from != null && mailbox != null && mailbox.handedOnBy().contains(from.email());
        if (from == null || !handsOn) {
            return new Authorship(mail, Door.SENDER, from == null ? null : delegate(mail, from));
        }
        Optional<MailAddress> reply =
                single(mail, "Reply-To").filter(author -> !author.email().equals(from.email()));
        Door door = mail.all("X-Original-From").isEmpty() ? Door.FORM : Door.LIST;
        return reply.filter(author -> door == Door.FORM || isOriginal(mail, author))
                .map(author -> new Authorship(
                        mail.withFrom(author), door, from.email() + " hands on what " + author.email() + " wrote."))
                .orElseGet(() -> new Authorship(mail, Door.SENDER, null));
    }

    private static boolean isOriginal(ParsedMail mail, MailAddress author) {
        return single(mail, "X-Original-From")
                .filter(original -> original.email().equals(author.email()))
                .isPresent();
    }

    /** An assistant may write for somebody, or several from a mailbox they share; the one in From is the author. */
    private static @Nullable String delegate(ParsedMail mail, MailAddress from) {
        return single(mail, "Sender")
                .filter(sender -> !sender.email().equals(from.email()))
                .map(sender -> sender.email() + " sent it for " + from.email() + ".")
                .orElse(null);
    }

    /** The only address there; who is one of several is not told. */
    private static Optional<MailAddress> single(ParsedMail mail, String header) {
        List<MailAddress> named = mail.all(header).stream()
                .flatMap(value -> AddressList.parse(value).stream())
                .toList();
        return named.size() == 1 ? Optional.of(named.getFirst()) : Optional.empty();
    }
}
