package io.vestibule.portal.access;

import io.vestibule.platform.mail.SystemMail;
import io.vestibule.platform.web.PublicAddress;
import io.vestibule.portal.access.SignInLink.Purpose;
import java.time.Duration;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * The mails that let people in: sign-in links, new passwords, invitations. They leave in the background, so that the
 * page answers equally fast for known and unknown addresses.
 */
@Component
class AccessMails {

    static final Duration LINK_LIFE = Duration.ofMinutes(15);
    /** Whoever is invited may be on holiday; the link only lets them set a password. */
    static final Duration INVITATION_LIFE = Duration.ofDays(7);

    private final SystemMail mail;
    private final PublicAddress address;
    private final SignInLinks links;
    private final MessageSource words;

    AccessMails(SystemMail mail, PublicAddress address, SignInLinks links, MessageSource words) {
        this.mail = mail;
        this.address = address;
        this.links = links;
        this.words = words;
    }

    /** For the people of clients: one link for the address, whatever number of clients it is known at. */
    void sendSignInLink(String email, String returnTo) {
        String token = links.create(new SignInLink(email, Purpose.SIGN_IN, null, returnTo), LINK_LIFE);
        send(email, "mail.sign-in", address.of("/sign-in/links/" + token));
    }

    /** For internal people who forgot their password, or never had one. */
    void sendPasswordLink(Person person) {
        SignInLink link = new SignInLink(person.email(), Purpose.SET_PASSWORD, person.id(), OwnPath.HOME);
        send(person.email(), "mail.password", address.of("/sign-in/passwords/" + links.create(link, LINK_LIFE)));
    }

    /**
     * Tells a new person where the door is; internal people get the link to their first password with it. False when
     * there is no account to send from yet: then nothing leaves, and the person asks for a link at the door.
     */
    boolean sendInvitation(Person person, String invitedBy) {
        if (!mail.isReady()) {
            return false;
        }
        if (person.role().isInternal()) {
            SignInLink link = new SignInLink(person.email(), Purpose.SET_PASSWORD, person.id(), OwnPath.HOME);
            String url = address.of("/sign-in/passwords/" + links.create(link, INVITATION_LIFE));
            send(person.email(), "mail.invitation-internal", url, person.name(), invitedBy);
        } else {
            send(person.email(), "mail.invitation", door(), person.name(), invitedBy);
        }
        return true;
    }

    /** Where everybody can ask for a link. */
    String door() {
        return address.of("/sign-in");
    }

    private void send(String to, String key, String... arguments) {
        mail.sendSoon(
                to,
                words.getMessage(key + ".subject", null, Locale.UK),
                words.getMessage(key + ".text", arguments, Locale.UK));
    }
}
