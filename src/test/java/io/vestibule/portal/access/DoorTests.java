package io.vestibule.portal.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.platform.id.Ids;
import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.SignInLink.Purpose;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.PortalTest;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Who is sent to the door and back, and what is said there to who is not let in. */
class DoorTests extends PortalTest {

    private static final Access SYSTEM = Access.system("test");
    private static final String LATE = "/sign-in?to=%2Fportal&late=true";

    @Autowired
    private ApplicationContext context;

    @Autowired
    private People people;

    @Autowired
    private SignInLinks links;

    @Autowired
    private Sessions sessions;

    @SuppressWarnings("NullAway.Init")
    private Cast cast;

    @BeforeEach
    void somebodyToSignIn() {
        forgetTries();
        cast = new Cast(context, browser());
    }

    /** All tests come from one network address. */
    @AfterEach
    void forgetTries() {
        portalDatabase.sql("delete from portal.sign_in_attempt").update();
    }

    @Test
    void whoSendsAFormAfterTheSessionEndedReadsAtTheDoorThatNothingWasSaved() {
        Person dana = cast.person(null, Role.INTERNAL_CONTRIBUTOR);
        Browser staff = cast.signIn(dana);
        staff.get("/portal/requests/new");
        sessions.endAll(dana.id());

        Page sent = staff.post("/portal/requests/new", Map.of("subject", "Typed for an hour", "text", "x"));

        assertThat(sent.status()).isEqualTo(302);
        assertThat(sent.location()).isEqualTo(LATE);
        Page door = staff.follow(sent);
        assertThat(door.status()).isEqualTo(200);
        assertThat(door.html().select("[role=alert]").text()).contains("nothing was saved", "Sign in");
        assertThat(staff.get("/sign-in").text()).doesNotContain("nothing was saved");
    }

    @Test
    void aSignInPageThatStayedOpenOvernightLeadsToAFreshOneOfThisHouse() {
        Browser stranger = browser();
        Page sent = stranger.postWithoutToken(
                "/sign-in", Map.of("email", "ann@example.com", "password", "x", "to", "https://evil.example/"));

        assertThat(sent.location()).isEqualTo(LATE);
    }

    @Test
    void whoIsSignedInReadsTheRefusalItself() {
        Browser staff = cast.signIn(cast.person(null, Role.INTERNAL_CONTRIBUTOR));

        Page wrongToken = staff.postWithoutToken("/portal/requests/new", Map.of("subject", "x"));
        assertThat(wrongToken.status()).isEqualTo(403);
        assertThat(wrongToken.text()).contains("the page was open too long");
        staff.get("/portal");
        Page noRight = staff.post("/console/people", Map.of("name", "x"));
        assertThat(noRight.status()).isEqualTo(403);
        assertThat(noRight.text()).contains("Your role does not allow this");
    }

    @Test
    void aMachineIsNotSentToTheDoorWithItsForm() {
        Page answer = browser().postWithoutToken("/console/api/v1/messages", Map.of("name", "x"));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    }

    @Test
    void whoseOpenPageAsksForNewsReturnsToThatPage() {
        Browser nobody = browser();
        Page answer = nobody.send(nobody.request("/portal/requests/REQ-1001?seen=abc")
                .header("HX-Request", "true")
                .header("HX-Current-URL", "https://evil.example/portal/requests")
                .GET());

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("HX-Redirect")).isEqualTo("/sign-in?to=%2Fportal%2Frequests%2FREQ-1001");
    }

    @Test
    void aFormBehindALinkOfAMailIsOpenedAnewWhenItsPageIsTooOld() {
        String link = linkTo(cast.person(Ids.next(), Role.CLIENT_MEMBER));
        Browser stranger = browser();

        Page old = stranger.postWithoutToken(link, Map.of());

        assertThat(old.location()).isEqualTo(link);
        stranger.follow(old);
        assertThat(stranger.post(link, Map.of()).location()).isEqualTo("/portal");
        assertThat(browser().postWithoutToken("/sign-out", Map.of()).location()).isEqualTo("/sign-in?to=%2Fportal");
    }

    @Test
    void whoseNetworkTriedTooOftenIsToldSoAndTheLinkIsNotUsedUp() {
        String link = linkTo(cast.person(Ids.next(), Role.CLIENT_MEMBER));
        Browser door = browser();
        door.get(link);
        for (int tries = 0; tries < 60; tries++) {
            door.post("/sign-in/links/no-such-link", Map.of());
        }

        Page refused = door.post(link, Map.of());
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.html().select("[role=alert]").text()).contains("too many tries", "Wait 15 minutes");
        forgetTries();
        assertThat(door.post(link, Map.of()).location()).isEqualTo("/portal");
    }

    @Test
    void ofTwoCompaniesNoneIsChosenBeforeThePersonChooses() {
        Person atAcme = cast.person(Ids.next(), Role.CLIENT_MEMBER);
        people.invite(SYSTEM, new Invitation(Ids.next(), "Tom", atAcme.email(), Role.CLIENT_MEMBER, false));
        String link = linkTo(atAcme);
        Browser door = browser();
        assertThat(door.get(link).html().select("input[name=person][checked]")).isEmpty();

        Page page = door.post(link, Map.of());

        assertThat(page.status()).isEqualTo(422);
        assertThat(page.text()).contains("Choose which company you want to see.");
        assertThat(page.html().select("input[name=person]")).hasSize(2);
    }

    private String linkTo(Person person) {
        SignInLink link = new SignInLink(person.email(), Purpose.SIGN_IN, null, OwnPath.HOME);
        return "/sign-in/links/" + links.create(link, AccessMails.LINK_LIFE);
    }
}
