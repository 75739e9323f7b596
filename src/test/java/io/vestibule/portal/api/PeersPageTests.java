package io.vestibule.portal.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Cast;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.PortalTest;
import java.util.Map;
import java.util.Objects;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** An Internal Admin lets another system use the API, renews its token and takes it away. */
class PeersPageTests extends PortalTest {

    private static final String PAGE = "/portal/peers";

    @Autowired
    private ApplicationContext context;

    private final String system = unique("archive");

    @SuppressWarnings("NullAway.Init")
    private Browser admin;

    @BeforeEach
    void signIn() {
        Cast cast = new Cast(context, browser());
        admin = cast.signIn(cast.person(null, Role.INTERNAL_ADMIN));
        admin.get(PAGE);
    }

    @Test
    void aNewSystemGetsATokenThatIsShownOnceAndOpensWhatItsScopesName() {
        Page made = admin.post(PAGE, Map.of("name", system, "scopes", "READS"));
        String token = token(made);
        assertThat(made.html().select("header.v-top a[href=/portal/peers]")).hasSize(1);
        assertThat(row(made).text()).contains("read everything", "never");

        assertThat(statusWith(token, "clients")).isEqualTo(200);
        assertThat(statusWith(token, "feed")).isEqualTo(403);
        Page later = admin.get(PAGE);
        assertThat(later.answer().body()).doesNotContain(token);
        assertThat(row(later).text()).doesNotContain("never");
        assertThat(later.text()).contains(system + " was let in by");
        assertThat(portalDatabase
                        .sql("select count(*) from platform.spring_session_attributes where position(:token in"
                                + " encode(attribute_bytes, 'escape')) > 0")
                        .param("token", token)
                        .query(Long.class)
                        .single())
                .as("sessions that hold the token")
                .isZero();
    }

    @Test
    void bothTokensCountWhileASystemIsGivenANewOne() {
        String first = token(admin.post(PAGE, Map.of("name", system, "scopes", "READS")));
        statusWith(first, "clients");

        Page rotated = admin.post(PAGE + "/" + system + "/rotation", Map.of("hours", "24"));

        String second = token(rotated);
        assertThat(second).isNotEqualTo(first);
        assertThat(statusWith(first, "clients")).isEqualTo(200);
        assertThat(statusWith(second, "clients")).isEqualTo(200);
        assertThat(row(rotated).text()).contains("The former token ends", "and was last used");
    }

    @Test
    void whatANewTokenMeansIsReadBeforeItIsMade() {
        Page made = admin.post(PAGE, Map.of("name", system, "scopes", "READS"));

        Element form = Objects.requireNonNull(row(made).selectFirst("form[action$=/rotation]"));
        assertThat(form.select("button[type=submit]").eachText()).containsExactly("Make it now");
        assertThat(form.select("details.v-sure:not([open]):has(button)").text())
                .contains(system + " has to be given the new token");
    }

    @Test
    void aSystemThatIsRemovedIsLetInNoLonger() {
        String token = token(admin.post(PAGE, Map.of("name", system, "scopes", "READS")));

        admin.post(PAGE + "/" + system + "/removal", Map.of());

        assertThat(statusWith(token, "clients")).isEqualTo(401);
        Page page = admin.get(PAGE);
        assertThat(page.html().select("#peer-" + system)).isEmpty();
        assertThat(page.text()).contains(system + " was removed by");
    }

    @Test
    void theHubOfThisInstallationKeepsItsAccess() {
        assertThat(admin.get(PAGE).html().select("#peer-hub")).hasSize(1);
        assertThat(admin.get(PAGE).html().select("#peer-hub form")).isEmpty();

        admin.post(PAGE + "/hub/removal", Map.of());
        assertThat(admin.get(PAGE).text()).contains("There is no system hub that can be changed");
        admin.post(PAGE + "/hub/rotation", Map.of("hours", "1"));

        assertThat(admin.get(PAGE).html().select("#peer-hub").text()).doesNotContain("The former token ends");
    }

    @Test
    void aNameThatIsTakenAndAScopeThatIsMissingAreExplained() {
        admin.post(PAGE, Map.of("name", system, "scopes", "READS"));

        Page taken = admin.post(PAGE, Map.of("name", system, "scopes", "FEED"));
        assertThat(taken.status()).isEqualTo(422);
        assertThat(taken.html().select("#about-name").text()).contains("a system of this name already");
        Page without = admin.post(PAGE, Map.of("name", unique("other")));
        assertThat(without.text()).contains("Choose at least one thing");
    }

    private Element row(Page page) {
        return Objects.requireNonNull(page.html().selectFirst("#peer-" + system));
    }

    private static String token(Page page) {
        assertThat(page.status()).isEqualTo(200);
        return page.html().select("section[aria-labelledby=made] pre").text();
    }

    private int statusWith(String token, String path) {
        Browser machine = browser();
        return machine.send(machine.request("/portal/api/v1/" + path)
                        .header("Authorization", "Bearer " + token)
                        .GET())
                .status();
    }
}
