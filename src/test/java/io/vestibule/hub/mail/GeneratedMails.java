package io.vestibule.hub.mail;

import io.vestibule.hub.mail.GeneratedFirm.Conversation;
import io.vestibule.hub.mail.GeneratedFirm.Person;
import io.vestibule.hub.mail.parse.HeaderScan;
import io.vestibule.support.TestMail;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;

/** Mails of all kinds of people that try to get into a conversation. */
final class GeneratedMails {

    static final String SERVER = "mx.firm.example";

    /** Whom a mail must not be taken for counts as nobody. */
    private static final String NOBODY = "";

    private final GeneratedFirm firm;
    private final String mailbox;
    private final String staff;
    private final Function<Conversation, String> keyAddress;
    private final Random chance;

    /** @param keyAddress the reply address made for the requester */
    GeneratedMails(
            GeneratedFirm firm,
            String mailbox,
            String staff,
            Function<Conversation, String> keyAddress,
            Random chance) {
        this.firm = firm;
        this.mailbox = mailbox;
        this.staff = staff;
        this.keyAddress = keyAddress;
        this.chance = chance;
    }

    /** @param author whose it is in truth; nobody's, if that can't be told */
    record Trial(Approach approach, TestMail mail, String author, Conversation target) {

        String externalId() {
            return HeaderScan.of(mail.bytes()).externalId();
        }

        @Override
        public String toString() {
            return approach + " by " + author + " into " + target.number();
        }
    }

    Trial trial(Approach approach, Conversation to) {
        String victim = to.requester().email();
        String other = one(firm.people(to, false), person -> person.writes() && person.admitted());
        String colleague = one(firm.people(to, true), person -> person.writes() && !person.isAdmin());
        return switch (approach) {
            case OWN_KEY -> by(victim, approach, to, key(from(victim), to));
            case OWN_REFERENCES -> by(victim, approach, to, references(from(victim), to));
            case OWN_NUMBER -> by(victim, approach, to, number(from(victim), to));
            case OWN_BEHIND_FOREIGN_REFERENCES ->
                by(
                        victim,
                        approach,
                        to,
                        from(victim)
                                .header(
                                        "References",
                                        "<" + to.ours() + "> <" + anyOther(to).ours() + ">"));
            case COLLEAGUE_KEY -> by(colleague, approach, to, key(from(colleague), to));
            case COLLEAGUE_REFERENCES -> by(colleague, approach, to, references(from(colleague), to));
            case COLLEAGUE_NUMBER -> by(colleague, approach, to, number(from(colleague), to));
            case ADMIN_KEY -> {
                String admin = one(firm.people(to, true), Person::isAdmin);
                yield by(admin, approach, to, key(from(admin), to));
            }
            case NEWCOMER_OF_THE_DOMAIN -> {
                String admin = one(firm.people(to, true), Person::isAdmin);
                String newcomer = admin.replace("admin@", "newcomer" + chance.nextInt(1_000) + "@");
                yield by(newcomer, approach, to, all(from(newcomer), to));
            }
            case NOT_ADMITTED -> {
                String unknown = one(firm.people(to, true), person -> !person.admitted());
                yield by(unknown, approach, to, all(from(unknown), to));
            }
            case VIEWER -> {
                String viewer = one(firm.people(to, true), person -> !person.writes());
                yield by(viewer, approach, to, all(from(viewer), to));
            }
            default -> foreign(approach, to, victim, other);
        };
    }

    /** By the requester, to the mail that began the conversation. */
    Trial answer(Conversation to) {
        String requester = to.requester().email();
        return by(requester, Approach.OWN_REFERENCES, to, from(requester).replyingTo("<" + to.theirs() + ">"));
    }

    private Trial foreign(Approach approach, Conversation to, String victim, String other) {
        return switch (approach) {
            case OTHER_CLIENT_KEY -> by(other, approach, to, key(from(other), to));
            case OTHER_CLIENT_REFERENCES -> by(other, approach, to, references(from(other), to));
            case OTHER_CLIENT_NUMBER -> by(other, approach, to, number(from(other), to));
            case OTHER_CLIENT_SAME_SUBJECT ->
                by(other, approach, to, from(other).subject("Re: " + to.subject()));
            case OTHER_CLIENT_GUESSED_REFERENCES -> {
                String guess = to.ours().replaceFirst("\\d+@", chance.nextInt(GeneratedFirm.CONVERSATIONS) + "@");
                yield by(other, approach, to, from(other).replyingTo("<" + guess + ">"));
            }
            case OTHER_CLIENT_REPLY_TO ->
                by(other, approach, to, all(from(other), to).header("Reply-To", victim));
            case OTHER_CLIENT_SENDER ->
                by(other, approach, to, all(from(other), to).header("Sender", victim));
            case OTHER_CLIENT_NAMED_AS_THE_REQUESTER ->
                by(other, approach, to, all(from("\"" + victim + "\" <" + other + ">"), to));
            case OTHER_CLIENT_ENCODED_NAME -> {
                String name = Base64.getEncoder()
                        .encodeToString((victim + " <" + victim + ">, ").getBytes(StandardCharsets.UTF_8));
                yield by(other, approach, to, all(from("=?utf-8?B?" + name + "?= <" + other + ">"), to));
            }
            case OTHER_CLIENT_REUSED_ID ->
                by(other, approach, to, all(from(other), to).header("Message-ID", "<" + to.theirs() + ">"));
            case OTHER_CLIENT_ALL -> by(other, approach, to, all(from(other), to));
            default -> withoutHome(approach, to, victim, other);
        };
    }

    /** Of which a person has to decide. */
    private Trial withoutHome(Approach approach, Conversation to, String victim, String other) {
        return switch (approach) {
            case TWO_FROM_HEADERS ->
                by(NOBODY, approach, to, all(from(victim), to).oneMore("From", other));
            case SEVERAL_AUTHORS -> by(NOBODY, approach, to, all(from(victim + ", " + other), to));
            case SENDER_ONLY ->
                by(NOBODY, approach, to, all(from(other), to).without("From").header("Sender", victim));
            case FORGED ->
                by(
                        NOBODY,
                        approach,
                        to,
                        all(from(victim), to).onTop("Authentication-Results", SERVER + "; dmarc=fail"));
            case STRANGER -> by("eve" + chance.nextInt(1_000) + "@gmail.com", approach, to);
            case STAFF_BY_A_CLIENTS_KEY -> by(staff, approach, to);
            case ADDRESS_OF_TWO_CLIENTS ->
                by(firm.nobodys().get(chance.nextInt(firm.nobodys().size())), approach, to);
            default -> throw new IllegalArgumentException(approach.name());
        };
    }

    private Trial by(String author, Approach approach, Conversation to) {
        return by(author, approach, to, all(from(author), to));
    }

    private static Trial by(String author, Approach approach, Conversation to, TestMail mail) {
        return new Trial(approach, mail, author, to);
    }

    /** Marked as sent by a program, so that thousands of acknowledgements need not be written. */
    private TestMail from(String from) {
        return TestMail.from(from)
                .to(mailbox)
                .header("Precedence", "bulk")
                .subject("Something else")
                .text("Words " + chance.nextLong());
    }

    private TestMail key(TestMail mail, Conversation to) {
        return mail.to(keyAddress.apply(to));
    }

    private static TestMail references(TestMail mail, Conversation to) {
        return mail.replyingTo("<" + to.ours() + ">");
    }

    private static TestMail number(TestMail mail, Conversation to) {
        return mail.subject("Re: [" + to.number() + "] " + to.subject());
    }

    private TestMail all(TestMail mail, Conversation to) {
        return number(references(key(mail, to), to), to);
    }

    private Conversation anyOther(Conversation than) {
        List<Conversation> foreign = firm.conversations().stream()
                .filter(one -> !one.requester().client().equals(than.requester().client()))
                .toList();
        return foreign.get(chance.nextInt(foreign.size()));
    }

    private String one(List<Person> people, Predicate<Person> fit) {
        List<Person> fitting = people.stream().filter(fit).toList();
        return fitting.get(chance.nextInt(fitting.size())).email();
    }
}
