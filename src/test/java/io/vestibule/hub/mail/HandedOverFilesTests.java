package io.vestibule.hub.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.platform.security.GeneratedSecrets;
import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.access.Cast;
import io.vestibule.portal.api.Peers;
import io.vestibule.portal.api.Scope;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.ClamdServer;
import io.vestibule.support.SampleFiles;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** What becomes of files that come by other ways than mail; here, because this product has a virus scanner. */
class HandedOverFilesTests extends MailTest {

    @Autowired
    private ApplicationContext context;

    @Autowired
    private Peers peers;

    @Autowired
    private GeneratedSecrets secrets;

    @Test
    void whatIsUploadedIsScannedToo() {
        Cast cast = new Cast(context, browser());
        Browser member = cast.signIn(
                cast.person(UUID.fromString(client(unique("acme") + ".example").value()), Role.CLIENT_ADMIN));
        member.get("/portal/requests/new");
        String request =
                Objects.requireNonNull(member.post("/portal/requests/new", Map.of("subject", "Files", "text", "x"))
                        .location());
        member.get(request);

        Page page = member.upload(
                request + "/comments", Map.of("text", "here"), "a.txt", SampleFiles.latin(ClamdServer.VIRUS));
        Page later = member.upload(
                request + "/comments", Map.of("text", "here"), "b.txt", SampleFiles.latin(ClamdServer.HANGS_UP));

        assertThat(page.status()).isEqualTo(422);
        assertThat(page.text()).contains("a.txt was not taken: the virus scanner found Test.Virus in it");
        assertThat(later.text()).contains("b.txt was not taken", "Try again in a few minutes");
        assertThat(member.get(request).html().select(".v-files a[href^=/portal/files/]"))
                .isEmpty();
    }

    @Test
    void whatAnotherSystemHandsOverIsScannedAndWhatTheHubDoesIsNot() {
        String other = peers.create(Access.system("test"), new Peers.Peer(unique("archive"), EnumSet.of(Scope.FILES)))
                .orElseThrow();

        Page infected = handOver(other, ClamdServer.VIRUS);
        Page later = handOver(other, ClamdServer.HANGS_UP);

        assertThat(infected.status()).isEqualTo(422);
        assertThat(infected.answer().body()).contains("The virus scanner found Test.Virus in the file.");
        assertThat(later.status()).isEqualTo(503);
        assertThat(later.header("Retry-After")).isEqualTo("60");
        assertThat(later.header("Content-Type")).startsWith("application/problem+json");
        assertThat(handOver(other, "fine").status()).isEqualTo(200);
        assertThat(handOver(secrets.get("peer-token"), ClamdServer.HANGS_UP).status())
                .isEqualTo(200);
    }

    private Page handOver(String token, String content) {
        return browser()
                .send(HttpRequest.newBuilder(URI.create(url("/portal/api/v1/files/" + unique("file"))))
                        .header("Authorization", "Bearer " + token)
                        .header("X-File-Name", "a.txt")
                        .PUT(BodyPublishers.ofString(content)));
    }
}
