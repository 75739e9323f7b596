package io.vestibule.portal.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.portal.access.SignInLink.Purpose;
import io.vestibule.support.Browser;
import io.vestibule.support.VestibuleTest;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** The first administrator of an empty product; a context of its own, because all others know people already. */
@TestPropertySource(properties = "spring.application.name=empty-vestibule")
@DirtiesContext
class SetUpTests extends VestibuleTest {

    private static final Map<String, String> ADMIN =
            Map.of("name", "Ada Admin", "email", "ada@firm.example", "newPassword", "a few unrelated words");

    @Autowired
    private SetUp setUp;

    @Autowired
    private SignInLinks links;

    @Test
    void theLinkWorksOnceAndOnlyWhileThereIsNobody() {
        String ended = printed();
        String link = printed();
        assertThat(browser().get(ended).status())
                .as("the link of an earlier start")
                .isEqualTo(410);

        Browser ada = browser();
        assertThat(ada.get(link).status()).isEqualTo(200);
        assertThat(ada.post(link, Map.of("name", "", "email", "ada", "newPassword", "short"))
                        .status())
                .isEqualTo(422);
        assertThat(ada.post(link, ADMIN).location()).isEqualTo("/console");
        assertThat(ada.get("/console").status()).isEqualTo(200);

        assertThat(setUp.text()).as("printed at the next start").isNull();
        isGone(link);
        isGone("/set-up/"
                + links.create(new SignInLink("set-up", Purpose.SET_UP, null, "/console"), Duration.ofDays(1)));
    }

    private void isGone(String link) {
        Browser second = browser();
        assertThat(second.get(link).status()).isEqualTo(410);
        second.get("/sign-in");
        assertThat(second.post(link, ADMIN).status()).isEqualTo(410);
        assertThat(second.get("/console").location()).startsWith("/sign-in");
    }

    /** The path of the link that a start prints. */
    private String printed() {
        String line = Objects.requireNonNull(setUp.text());
        return line.substring(line.indexOf("/set-up/"));
    }
}
