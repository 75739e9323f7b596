package io.vestibule.portal.access;

import io.vestibule.platform.mail.Letter;
import io.vestibule.platform.mail.Letter.Part;
import io.vestibule.platform.mail.LetterSettings;
import io.vestibule.platform.mail.MailLanguage;
import io.vestibule.platform.mail.MailWords;
import io.vestibule.platform.mail.SystemMail;
import io.vestibule.platform.web.PublicAddress;
import io.vestibule.portal.access.SignInLink.Purpose;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * The mails that let people in: sign-in links, new passwords, invitations, each in the language of whoever gets it. They
 * leave in the background, so that the page answers equally fast for known and unknown addresses.
 */
@Component
class AccessMails {

    static final Duration LINK_LIFE = Duration.ofMinutes(15);
    /** Whoever is invited may be on holiday; the link only lets them set a password. */
    static final Duration INVITATION_LIFE = Duration.ofDays(7);

    private final SystemMail mail;
    private final PublicAddress address;
    private final SignInLinks links;
    private final MailWords words;
    private final ClientLanguages languages;
    private final LetterSettings firm;

    AccessMails(
            SystemMail mail,
            PublicAddress address,
            SignInLinks links,
            MailWords words,
            ClientLanguages languages,
            LetterSettings firm) {
        this.mail = mail;
        this.address = address;
        this.links = links;
        this.words = words;
        this.languages = languages;
        this.firm = firm;
    }

    /** What a mail says between its greeting and what is good to know about its link. */
    private record Offer(String text, Part.Door door, String more) {}

    /** For the people of clients: one link for the address, at whatever number of clients it is these people. */
    void sendSignInLink(String email, Collection<Person> people, String returnTo) {
        Locale language = language(people);
        String token = links.create(new SignInLink(email, Purpose.SIGN_IN, null, returnTo), LINK_LIFE);
        Offer offer = new Offer(
                words.say(language, "access.sign-in"),
                new Part.Door(words.say(language, "access.sign-in.open"), address.of("/sign-in/links/" + token)),
                words.say(language, "access.sign-in.more", LINK_LIFE.toMinutes()));
        String greeting = words.say(language, "greeting");
        mail.sendSoon(email, words.say(language, "access.sign-in.subject"), letter(language, greeting, offer));
    }

    /** For internal people who forgot their password, or never had one. */
    void sendPasswordLink(Person person) {
        Locale language = language(List.of(person));
        Offer offer = new Offer(
                words.say(language, "access.password"),
                passwordDoor(person, language, LINK_LIFE),
                words.say(language, "access.password.more", LINK_LIFE.toMinutes()));
        String greeting = words.say(language, "greeting");
        mail.sendSoon(
                person.email(), words.say(language, "access.password.subject"), letter(language, greeting, offer));
    }

    /**
     * Tells a new person where the door is; internal people get the link to their first password with it. False when
     * there is no account to send from yet: then nothing leaves, and the person asks for a link at the door.
     */
    boolean sendInvitation(Person person, String invitedBy) {
        if (!mail.isReady()) {
            return false;
        }
        Locale language = language(List.of(person));
        boolean internal = person.role().isInternal();
        Offer offer = internal ? account(person, language, invitedBy) : invitation(language, invitedBy);
        String subject = internal
                ? words.say(language, "access.account.subject")
                : words.say(language, "access.invitation.subject");
        String greeting = words.say(language, "greeting.name", person.name());
        mail.sendSoon(person.email(), subject, letter(language, greeting, offer));
        return true;
    }

    private Offer account(Person person, Locale language, String invitedBy) {
        return new Offer(
                words.say(language, "access.account", invitedBy),
                passwordDoor(person, language, INVITATION_LIFE),
                words.say(language, "access.account.more", INVITATION_LIFE.toDays()));
    }

    private Offer invitation(Locale language, String invitedBy) {
        return new Offer(
                words.say(language, "access.invitation", invitedBy),
                new Part.Door(words.say(language, "access.invitation.open"), door()),
                words.say(language, "access.invitation.more"));
    }

    private Part.Door passwordDoor(Person person, Locale language, Duration life) {
        SignInLink link = new SignInLink(person.email(), Purpose.SET_PASSWORD, person.id(), OwnPath.HOME);
        return new Part.Door(
                words.say(language, "access.password.open"),
                address.of("/sign-in/passwords/" + links.create(link, life)));
    }

    /** Where everybody can ask for a link. */
    String door() {
        return address.of("/sign-in");
    }

    private static Letter letter(Locale language, String greeting, Offer offer) {
        return new Letter(
                language,
                List.of(
                        new Part.Paragraph(greeting),
                        new Part.Paragraph(offer.text()),
                        offer.door(),
                        new Part.Paragraph(offer.more())));
    }

    /** The firm's for its own people, and where somebody's clients don't agree. */
    private Locale language(Collection<Person> people) {
        Set<MailLanguage> wished = people.stream()
                .map(Person::clientId)
                .flatMap(Stream::ofNullable)
                .map(languages::languageOf)
                .collect(Collectors.toSet());
        return (wished.size() == 1 ? wished.iterator().next() : firm.language()).locale();
    }
}
