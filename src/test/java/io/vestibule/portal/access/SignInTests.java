package io.vestibule.portal.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.platform.id.Ids;
import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.PersonChange.Changed;
import io.vestibule.portal.access.SignInLink.Purpose;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.MailServer;
import io.vestibule.support.PortalTest;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class SignInTests extends PortalTest {

    private static final Access SYSTEM = Access.system("test");
    private static final String PASSWORD = "a few unrelated words";
    private static final Pattern LINK = Pattern.compile("http://[^/]+(/sign-in/[a-z]+/[A-Za-z0-9_-]{43})");

    @Autowired
    private People people;

    @Autowired
    private PersonAddresses addresses;

    @Autowired
    private Passwords passwords;

    @Autowired
    private SignInLinks links;

    private Browser door = new Browser("");

    @BeforeEach
    void comeToTheDoor() {
        // all tests come from one network address, whose own limits are not what they are about
        portalDatabase.sql("delete from portal.sign_in_attempt").update();
        door = browser();
    }

    @Test
    void aMailedLinkSignsAClientInAndReturnsToTheAskedPage() throws Exception {
        Person tom = invited(client(), Role.CLIENT_MEMBER);
        assertThat(door.get("/portal/requests?status=new").location())
                .isEqualTo("/sign-in?to=%2Fportal%2Frequests%3Fstatus%3Dnew");
        door.get("/sign-in?to=%2Fportal%2Frequests%3Fstatus%3Dnew");
        door.post("/sign-in/links", Map.of("email", tom.email(), "to", "/portal/requests?status=new"));

        String link = mailedLink(tom.email());
        assertThat(door.get(link).status()).isEqualTo(200);
        assertThat(door.post(link, Map.of()).location()).isEqualTo("/portal/requests?status=new");
        assertThat(find(tom).lastSignInAt()).isNotNull();
    }

    @Test
    void aScannerThatOpensTheLinkNeitherSignsInNorUsesItUp() {
        Person tom = invited(client(), Role.CLIENT_MEMBER);
        String link = signInLink(tom);

        Browser scanner = browser();
        for (int visit = 0; visit < 3; visit++) {
            assertThat(scanner.get(link).status()).isEqualTo(200);
        }
        assertThat(scanner.get("/portal").location()).startsWith("/sign-in");

        door.get(link);
        assertThat(door.post(link, Map.of()).location()).isEqualTo("/portal");
    }

    @Test
    void aLinkWorksOnceOnly() {
        Person tom = invited(client(), Role.CLIENT_MEMBER);
        String link = signInLink(tom);
        door.get(link);
        door.post(link, Map.of());

        Browser second = browser();
        assertThat(second.get(link).status()).isEqualTo(410);
        second.get("/sign-in");
        assertThat(second.post(link, Map.of()).status()).isEqualTo(410);
        assertThat(second.get("/portal").location()).startsWith("/sign-in");
    }

    @Test
    void aLinkEndsAfterFifteenMinutes() {
        Person tom = invited(client(), Role.CLIENT_MEMBER);
        String link = signInLink(tom);
        door.get(link);
        grownOld("portal.sign_in_link set expires_at = expires_at", "15 minutes 1 second");

        assertThat(door.post(link, Map.of()).status()).isEqualTo(410);
    }

    @Test
    void neitherLinkNorSessionNorLimitKnowsBusinessTime() {
        Person tom = invited(client(), Role.CLIENT_MEMBER);
        String link = signInLink(tom);
        clock.advance(Duration.ofHours(1));
        door.get(link);
        door.post(link, Map.of());
        assertThat(door.get("/portal").status()).as("the link").isEqualTo(200);

        clock.advance(Duration.ofHours(-2));
        assertThat(door.get("/portal").status()).as("the session").isEqualTo(200);
        clock.advance(Duration.ofHours(14));
        assertThat(door.get("/portal").status()).as("the session").isEqualTo(200);

        for (int ask = 0; ask < 7; ask++) {
            clock.advance(Duration.ofHours(1));
            answerTo(tom.email());
        }
        assertThat(openLinks(tom)).as("five an hour, and the used one").isEqualTo(6);
    }

    /** As if it were longer ago, by the database's clock. */
    private void grownOld(String column, String by) {
        portalDatabase.sql("update " + column + " - interval '" + by + "'").update();
    }

    @Test
    void knownAndUnknownAddressesGetTheSameAnswer() {
        Person tom = invited(client(), Role.CLIENT_MEMBER);
        String unknown = unique("nobody") + "@example.com";

        assertThat(answerTo(tom.email())).isEqualTo(answerTo(unknown));
        assertThat(wrongPassword(invitedWithPassword().email(), "wrong")).isEqualTo(wrongPassword(unknown, "wrong"));
        Awaitility.await().until(() -> MAILS.mailsOf(tom.email()).size() == 1);
        assertThat(MAILS.mailsOf(unknown)).isEmpty();
    }

    @Test
    void aFurtherAddressOpensNoDoorButSendsTheLinkToTheMainOne() throws Exception {
        Person tom = invited(client(), Role.CLIENT_MEMBER);
        String further = unique("tom") + "@home.example";
        addresses.add(SYSTEM, tom.id(), further);
        for (int ask = 0; ask < 7; ask++) {
            answerTo(further);
        }

        assertThat(openLinks(tom)).as("the limit of the main address").isEqualTo(5);
        String link = mailedLink(tom.email());
        door.get(link);
        assertThat(door.post(link, Map.of()).location()).isEqualTo("/portal");
        assertThat(MAILS.mailsOf(further)).isEmpty();
    }

    @Test
    void anAddressGetsFiveLinksAnHour() {
        Person tom = invited(client(), Role.CLIENT_MEMBER);
        for (int ask = 0; ask < 7; ask++) {
            answerTo(tom.email());
        }
        assertThat(openLinks(tom)).isEqualTo(5);

        grownOld("portal.sign_in_attempt set at = at", "61 minutes");
        answerTo(tom.email());
        assertThat(openLinks(tom)).isEqualTo(6);
    }

    /** Else anybody could lock out anybody: with tries that are refused anyhow. */
    @Test
    void whatANetworkMayNotDoDoesNotUseUpWhatAnAddressMay() {
        Person tom = invited(client(), Role.CLIENT_MEMBER);
        Person dana = invitedWithPassword();
        for (int ask = 0; ask < 60; ask++) {
            answerTo(unique("nobody") + "@example.com");
            wrongPassword(unique("nobody") + "@example.com", "wrong");
        }

        for (int ask = 0; ask < 31; ask++) {
            answerTo(tom.email());
            wrongPassword(dana.email(), "wrong");
        }
        assertThat(openLinks(tom)).isZero();
        forgetNetworks();

        answerTo(tom.email());
        assertThat(openLinks(tom)).isEqualTo(1);
        door.get("/sign-in");
        assertThat(door.post("/sign-in", Map.of("email", dana.email(), "password", PASSWORD, "to", "/portal"))
                        .location())
                .isEqualTo("/portal");
    }

    /** As if the next one came from another network address. */
    private void forgetNetworks() {
        portalDatabase
                .sql("delete from portal.sign_in_attempt where key like '%PER_NETWORK %' or key like '%AND_NETWORK %'")
                .update();
    }

    @Test
    void anAddressAtTwoClientsChoosesWhichAndNothingElse() {
        UUID acme = client();
        Person atAcme = invited(acme, Role.CLIENT_MEMBER);
        Person atGlobex = changed(
                people.invite(SYSTEM, new Invitation(client(), "Tom", atAcme.email(), Role.CLIENT_MEMBER, false)));
        Person stranger = invited(acme, Role.CLIENT_ADMIN);
        String link = signInLink(atAcme);

        assertThat(door.get(link).html().select("input[name=person]")).hasSize(2);
        door.post(link, Map.of("person", stranger.id().toString()));
        assertThat(door.get("/portal").location()).startsWith("/sign-in");

        door.get(link);
        door.post(link, Map.of("person", atGlobex.id().toString()));
        assertThat(find(atGlobex).lastSignInAt()).isNotNull();
        assertThat(find(atAcme).lastSignInAt()).isNull();
    }

    @Test
    void aPasswordLetsInternalPeopleInWithANewSession() {
        Person dana = invitedWithPassword();
        door.get("/sign-in");
        String before = door.session();
        Page page = door.post("/sign-in", Map.of("email", dana.email(), "password", PASSWORD, "to", "/portal"));

        assertThat(page.location()).isEqualTo("/portal");
        assertThat(door.session()).isNotNull().isNotEqualTo(before);
    }

    @Test
    void afterFiveWrongPasswordsTheRightOneWaitsFifteenMinutes() {
        Person dana = invitedWithPassword();
        for (int attempt = 0; attempt < 5; attempt++) {
            assertThat(wrongPassword(dana.email(), "guess " + attempt)).contains("don’t fit");
        }
        assertThat(wrongPassword(dana.email(), PASSWORD)).contains("don’t fit");

        grownOld("portal.sign_in_attempt set at = at", "16 minutes");
        assertThat(door.post("/sign-in", Map.of("email", dana.email(), "password", PASSWORD))
                        .location())
                .isEqualTo("/portal");
    }

    @Test
    void afterSignInNobodyIsSentElsewhere() {
        for (String to : List.of(
                "https://evil.example/",
                "//evil.example",
                "/\\evil.example",
                "/portal//evil",
                "/sign-out",
                "javascript:1")) {
            Person dana = invitedWithPassword();
            Browser fresh = browser();
            fresh.get("/sign-in");
            assertThat(fresh.post("/sign-in", Map.of("email", dana.email(), "password", PASSWORD, "to", to))
                            .location())
                    .as(to)
                    .isEqualTo("/portal");
        }
    }

    @Test
    void aForgottenPasswordIsReplacedByLinkAndEndsOtherSessions() throws Exception {
        Person dana = invitedWithPassword();
        Browser elsewhere = signedIn(dana);
        answerTo(dana.email());

        SignInLink open = new SignInLink(dana.email(), Purpose.SET_PASSWORD, dana.id(), "/portal");
        String another = links.create(open, Duration.ofHours(1));
        String link = mailedLink(dana.email());
        door.get(link);
        assertThat(door.post(link, Map.of("newPassword", "short")).status()).isEqualTo(422);
        assertThat(door.post(link, Map.of("newPassword", "other unrelated words"))
                        .location())
                .isEqualTo("/portal");
        assertThat(links.look(another, Purpose.SET_PASSWORD)).isEmpty();
        assertThat(elsewhere.get("/console/people").location()).startsWith("/sign-in");
        assertThat(signedIn(dana, "other unrelated words")
                        .get("/console/people")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aDeactivatedPersonIsOutAtTheNextClick() {
        Person dana = invitedWithPassword();
        Browser session = signedIn(dana);
        assertThat(session.get("/console/people").status()).isEqualTo(200);

        people.deactivate(SYSTEM, dana.id());
        assertThat(session.get("/console/people").location()).startsWith("/sign-in");
        assertThat(wrongPassword(dana.email(), PASSWORD)).contains("don’t fit");
    }

    @Test
    void aChangedRoleCountsFromTheNextClick() {
        Person dana = invitedWithPassword();
        Browser session = signedIn(dana);
        assertThat(session.get("/console/people").html().select("#invite")).isNotEmpty();

        people.changeRole(SYSTEM, dana.id(), Role.INTERNAL_CONTRIBUTOR, false);
        assertThat(session.get("/console/people").html().select("#invite")).isEmpty();
    }

    @Test
    void signingOutEndsTheSession() {
        Browser session = signedIn(invitedWithPassword());
        session.get("/console/people");

        assertThat(session.post("/sign-out", Map.of()).location()).isEqualTo("/sign-in");
        assertThat(session.get("/console/people").location()).startsWith("/sign-in");
    }

    private String answerTo(String email) {
        door.get("/sign-in");
        return door.follow(door.post("/sign-in/links", Map.of("email", email))).text();
    }

    private String wrongPassword(String email, String password) {
        door.get("/sign-in");
        return door.post("/sign-in", Map.of("email", email, "password", password))
                .text()
                .replace(email, "");
    }

    private Browser signedIn(Person person) {
        return signedIn(person, PASSWORD);
    }

    private Browser signedIn(Person person, String password) {
        Browser session = browser();
        session.get("/sign-in");
        assertThat(session.post("/sign-in", Map.of("email", person.email(), "password", password))
                        .status())
                .isEqualTo(302);
        return session;
    }

    private static String mailedLink(String email) throws Exception {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> !MAILS.mailsOf(email).isEmpty());
        MimeMessage mail = MAILS.mailsOf(email).getLast();
        assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        Matcher link = LINK.matcher(MailServer.textOf(mail));
        assertThat(link.find()).isTrue();
        return link.group(1);
    }

    private String signInLink(Person person) {
        SignInLink link = new SignInLink(person.email(), Purpose.SIGN_IN, null, "/portal");
        return "/sign-in/links/" + links.create(link, AccessMails.LINK_LIFE);
    }

    private int openLinks(Person person) {
        return portalDatabase
                .sql("select count(*) from portal.sign_in_link where email = :email")
                .param("email", person.email())
                .query(Integer.class)
                .single();
    }

    private Person find(Person person) {
        return people.find(SYSTEM, person.id()).orElseThrow();
    }

    private Person invitedWithPassword() {
        Person person = invited(null, Role.INTERNAL_ADMIN);
        passwords.set(SYSTEM, person.id(), PASSWORD);
        return person;
    }

    private static UUID client() {
        return Ids.next();
    }

    private Person invited(@Nullable UUID client, Role role) {
        String email = unique("p") + "@example.com";
        return changed(people.invite(SYSTEM, new Invitation(client, "Somebody", email, role, false)));
    }

    private static Person changed(PersonChange change) {
        return ((Changed) change).person();
    }
}
