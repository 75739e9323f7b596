package io.vestibule.portal.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.platform.security.GeneratedSecrets;
import io.vestibule.platform.web.HeapShare;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.PortalTest;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What another system is told whose file can't be taken now. */
class FilesControllerTests extends PortalTest {

    /** More than there can be: all of it. */
    private static final long ALL = Long.MAX_VALUE;

    @Autowired
    private GeneratedSecrets secrets;

    @Autowired
    private HeapShare room;

    @Test
    void whileTooManyFilesComeAtOnceOneMoreIsAskedToComeAgain() {
        Page later = whileThereIsNoRoom();

        assertThat(later.status()).isEqualTo(503);
        assertThat(later.header("Retry-After")).isEqualTo("5");
        assertThat(later.header("Content-Type")).startsWith("application/problem+json");
        assertThat(later.answer().body()).contains("Too many files come in at once.", "again in a moment");
        assertThat(handedOver().status()).isEqualTo(200);
    }

    private Page whileThereIsNoRoom() {
        assertThat(room.enter(ALL)).isTrue();
        try {
            return handedOver();
        } finally {
            room.leave(ALL);
        }
    }

    private Page handedOver() {
        return browser()
                .send(HttpRequest.newBuilder(URI.create(url("/portal/api/v1/files/" + unique("file"))))
                        .header("Authorization", "Bearer " + secrets.get("peer-token"))
                        .header("X-File-Name", "a.txt")
                        .PUT(BodyPublishers.ofString("figures")));
    }
}
