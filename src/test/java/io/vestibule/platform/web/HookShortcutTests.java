package io.vestibule.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vestibule.support.VestibuleTest;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Webhooks go straight to their route: what is made for pages does not see them. */
class HookShortcutTests extends VestibuleTest {

    @Autowired
    MeterRegistry meters;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void aWebhookPassesNothingThatIsMadeForPages() throws Exception {
        HttpResponse<String> hook = sent(HttpRequest.newBuilder(URI.create(url("/hooks/nobody-here")))
                .POST(BodyPublishers.ofString("{}"))
                .build());
        HttpResponse<String> page =
                sent(HttpRequest.newBuilder(URI.create(url("/sign-in"))).build());

        assertThat(hook.statusCode()).isEqualTo(404);
        assertThat(hook.headers().map()).doesNotContainKeys("set-cookie", "content-security-policy");
        assertThat(hook.body()).contains("No webhooks are taken for");
        assertThat(page.headers().map()).containsKey("content-security-policy");
        await().until(() -> measured().contains("/sign-in"));
        assertThat(measured()).noneMatch(path -> path.contains("hooks"));
    }

    @Test
    void aPathThatOnlyBecomesAHooksGoesThroughTheFirewall() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            String request = "POST /console/..;/hooks/nobody-here HTTP/1.1\r\nHost: localhost\r\n"
                    + "Content-Length: 0\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void aSenderOfManyWebhooksKeepsItsConnection() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            InputStream answers = socket.getInputStream();
            for (int i = 0; i < 150; i++) {
                String request = "POST /hooks/nobody-here HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n";
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                assertThat(next(answers)).startsWith("HTTP/1.1 404").doesNotContain("Connection: close");
            }
        }
    }

    /** One answer, up to its last, empty chunk. */
    private static String next(InputStream answers) throws IOException {
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\r\n0\r\n\r\n") < 0) {
            int next = answers.read();
            assertThat(next).as("closed after " + answer).isNotNegative();
            answer.append((char) next);
        }
        return answer.toString();
    }

    private List<String> measured() {
        return meters.find("http.server.requests").meters().stream()
                .map(Meter::getId)
                .map(id -> String.valueOf(id.getTag("uri")))
                .toList();
    }

    private HttpResponse<String> sent(HttpRequest request) throws Exception {
        return http.send(request, BodyHandlers.ofString());
    }
}
