package io.vestibule.portal.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.platform.security.Role;
import io.vestibule.support.Browser;
import io.vestibule.support.Browser.Page;
import io.vestibule.support.PortalTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** What every page brings along against other sites, scripts and shared computers, and how little it weighs. */
class PageDefenceTests extends PortalTest {

    private static final List<String> PAGES = List.of(
            "/sign-in",
            "/portal",
            "/portal/requests",
            "/portal/requests/new",
            "/portal/invoices",
            "/console",
            "/console/problems",
            "/console/messages",
            "/console/clients",
            "/console/connections",
            "/console/apps/new?connector=xero",
            "/console/people",
            "/console/sla",
            "/no-such-page");
    private static final int MOST_BYTES = 300_000;

    @Autowired
    private ApplicationContext context;

    private Browser admin = new Browser("");

    @BeforeEach
    void anAdminSignsIn() {
        Cast cast = new Cast(context, browser());
        admin = cast.signIn(cast.person(null, Role.INTERNAL_ADMIN));
    }

    @Test
    void everyPageIsClosedToOtherSitesAndToScriptsInText() {
        SoftAssertions facts = new SoftAssertions();
        for (String path : PAGES) {
            Page page = admin.get(path);
            facts.assertThat(page.header("Content-Security-Policy"))
                    .as("policy of " + path)
                    .contains("default-src 'self'", "frame-ancestors 'none'", "object-src 'none'", "base-uri 'none'")
                    .doesNotContain("unsafe-");
            facts.assertThat(page.header("X-Content-Type-Options")).as(path).isEqualTo("nosniff");
            facts.assertThat(page.header("X-Frame-Options")).as(path).isEqualTo("DENY");
            facts.assertThat(page.header("Cache-Control")).as(path).contains("no-store");
        }
        facts.assertAll();
    }

    @Test
    void noPageNeedsWhatItsPolicyForbids() {
        SoftAssertions facts = new SoftAssertions();
        for (String path : PAGES) {
            Page page = admin.get(path);
            facts.assertThat(page.html().select("style, [style], script:not([src])"))
                    .as("inline on " + path)
                    .isEmpty();
            facts.assertThat(page.html().getAllElements().stream()
                            .flatMap(element -> element.attributes().asList().stream())
                            .filter(attribute -> attribute.getKey().startsWith("on")))
                    .as("handlers on " + path)
                    .isEmpty();
            facts.assertThat(page.html().select("link[href^=http], script[src^=http], img[src^=http]"))
                    .as("from elsewhere on " + path)
                    .isEmpty();
        }
        facts.assertAll();
    }

    @Test
    void aChangeWithoutTheTokenOfAPageIsRefused() {
        SoftAssertions facts = new SoftAssertions();
        PermissionTable.rules().keySet().stream()
                .filter(call -> call.startsWith("POST ") && !call.contains("/portal/api/"))
                // Mail programs post there; the key in the address is the proof.
                .filter(call -> !call.contains("/mail/stop/"))
                .map(call -> call.substring("POST ".length()).replaceAll("\\{[a-z]+}", new UUID(0, 1).toString()))
                .forEach(path -> facts.assertThat(admin.postWithoutToken(path, Map.of("name", "x"))
                                .status())
                        .as(path)
                        .isEqualTo(403));
        facts.assertThat(admin.postWithoutToken("/sign-out", Map.of()).status()).isEqualTo(403);
        facts.assertThat(admin.get("/portal").status()).as("still signed in").isEqualTo(200);
        facts.assertAll();
    }

    @Test
    void machinesGetNoCookie() {
        for (String path : List.of("/hooks/" + unique("nobody"), "/hooks/portal", "/hooks/xero/receipts/1")) {
            Browser machine = browser();
            Page answer = machine.send(machine.request(path)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{}")));
            assertThat(answer.status()).as(path).isBetween(400, 499);
            assertThat(answer.header("Set-Cookie")).as(path).isNull();
        }
        assertThat(browser().get("/assets/vestibule.css").header("Set-Cookie")).isNull();
        assertThat(browser().get("/portal/api/v1/clients").header("Set-Cookie")).isNull();
    }

    @Test
    void aColdPageIsUnderThreeHundredKilobytes() throws Exception {
        for (String path : List.of("/sign-in", "/portal", "/console/connections")) {
            List<String> parts = new ArrayList<>(List.of(path));
            admin.get(path)
                    .html()
                    .select("link[href], script[src]")
                    .forEach(part -> parts.add(part.hasAttr("href") ? part.attr("href") : part.attr("src")));
            assertThat(parts).as(path).hasSizeGreaterThanOrEqualTo(5);
            int bytes = 0;
            for (String part : parts) {
                bytes += transferred(part);
            }
            assertThat(bytes).as(path).isBetween(1_000, MOST_BYTES);
        }
    }

    private int transferred(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url(path)))
                .header("Accept-Encoding", "gzip")
                .header("Cookie", "vestibule=" + admin.session())
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            return answer.body().length;
        }
    }
}
