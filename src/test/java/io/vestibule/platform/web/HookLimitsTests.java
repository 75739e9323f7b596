package io.vestibule.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vestibule.support.VestibuleTest;
import jakarta.servlet.ServletException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class HookLimitsTests extends VestibuleTest {

    private static final int OVER_THE_LIMIT = 5 * 1024 * 1024 + 1;

    private final HttpClient http = HttpClient.newHttpClient();

    @Autowired
    private PeerAddress peer;

    @Test
    void refusesABodyOverTheLimitByItsAnnouncedLength() throws Exception {
        HttpResponse<String> answer = post(BodyPublishers.ofByteArray(new byte[OVER_THE_LIMIT]));
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains("longer than 5242880 bytes", "vestibule.hooks.max-body");
    }

    @Test
    void refusesABodyOverTheLimitThatAnnouncesNoLength() throws Exception {
        BodyPublisher chunked = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[OVER_THE_LIMIT]));
        assertThat(post(chunked).statusCode()).isEqualTo(413);
    }

    @Test
    void handsOnTheBytesOfAFormAsTheyWereSent() throws Exception {
        byte[] form = "b=2&a=%20x&&not a form".getBytes(StandardCharsets.UTF_8);
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/hooks/books");
        request.setContentType("application/x-www-form-urlencoded");
        request.setContent(form);
        MockFilterChain chain = new MockFilterChain();
        new HookBodyLimit(1_000).doFilter(request, new MockHttpServletResponse(), chain);
        var received = chain.getRequest();
        assertThat(received).isNotNull();
        assertThat(received.getInputStream().readAllBytes()).isEqualTo(form);
    }

    @Test
    void refusesABodyThatKeepsItsPlaceTooLong() throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/hooks/books");
        request.setContent(new byte[100_000]);
        MockHttpServletResponse response = new MockHttpServletResponse();
        HookBodyLimit.Slowest impatient = new HookBodyLimit.Slowest(Duration.ZERO, 1_000_000_000);
        new HookBodyLimit(1_000_000, impatient).doFilter(request, response, new MockFilterChain());
        assertThat(response.getStatus()).isEqualTo(408);
        assertThat(response.getContentAsString()).contains("Nothing was stored");
    }

    @Test
    void asksToComeAgainWhenTooManyWebhooksAreInFlight() throws Exception {
        HookBackPressure filter = new HookBackPressure(1, 1_000, 1_000_000, peer, new SimpleMeterRegistry());
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch mayLeave = new CountDownLatch(1);
        Thread first = Thread.ofVirtual().start(() -> pass(filter, new MockHttpServletRequest(), inside, mayLeave));
        assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();

        MockHttpServletResponse second = new MockHttpServletResponse();
        filter.doFilter(new MockHttpServletRequest(), second, new MockFilterChain());
        assertThat(second.getStatus()).isEqualTo(503);
        assertThat(second.getHeader("Retry-After")).isEqualTo("5");

        MockHttpServletRequest fromPeer = new MockHttpServletRequest();
        fromPeer.setLocalPort(peer.port());
        MockHttpServletResponse exempt = new MockHttpServletResponse();
        filter.doFilter(fromPeer, exempt, new MockFilterChain());
        assertThat(exempt.getStatus()).isEqualTo(200);

        mayLeave.countDown();
        first.join();
        MockHttpServletResponse third = new MockHttpServletResponse();
        filter.doFilter(new MockHttpServletRequest(), third, new MockFilterChain());
        assertThat(third.getStatus()).isEqualTo(200);
    }

    @Test
    void asksToComeAgainWhenTheWebhooksInFlightHaveTooManyBytesForTheHeap() throws Exception {
        int heap = 32 * 10 * 1024; // room for ten kilobytes
        HookBackPressure filter = new HookBackPressure(200, 5_000, heap, peer, new SimpleMeterRegistry());
        CountDownLatch inside = new CountDownLatch(2);
        CountDownLatch firstMayLeave = new CountDownLatch(1);
        CountDownLatch secondMayLeave = new CountDownLatch(1);
        Thread first = Thread.ofVirtual().start(() -> pass(filter, withBody(5_000), inside, firstMayLeave));
        Thread second = Thread.ofVirtual().start(() -> pass(filter, withBody(4_000), inside, secondMayLeave));
        assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();

        assertThat(statusOf(filter, withBody(2_000))).isEqualTo(503);
        assertThat(statusOf(filter, new MockHttpServletRequest()))
                .as("unknown length")
                .isEqualTo(503);
        assertThat(statusOf(filter, withBody(500))).isEqualTo(200);
        assertThat(statusOf(filter, new MockHttpServletRequest("GET", "/hooks/books/receipts/1")))
                .as("no body")
                .isEqualTo(200);

        firstMayLeave.countDown();
        first.join();
        assertThat(statusOf(filter, withBody(2_000))).isEqualTo(200);
        assertThat(statusOf(filter, new MockHttpServletRequest())).isEqualTo(200);

        secondMayLeave.countDown();
        second.join();
    }

    private static MockHttpServletRequest withBody(int length) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setContent(new byte[length]);
        return request;
    }

    private static int statusOf(HookBackPressure filter, MockHttpServletRequest request) throws Exception {
        MockHttpServletResponse response = new MockHttpServletResponse();
        filter.doFilter(request, response, new MockFilterChain());
        assertThat(response.getStatus() == 503).isEqualTo(response.getHeader("Retry-After") != null);
        return response.getStatus();
    }

    @Test
    void servesNoPagesOnThePortForHubAndPortal() throws Exception {
        HttpRequest page =
                HttpRequest.newBuilder(URI.create(peer.of("/portal"))).build();
        HttpResponse<String> answer = http.send(page, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("traffic between hub and portal only");
        assertThat(peer.port()).isNotEqualTo(port);
    }

    private static void pass(
            HookBackPressure filter, MockHttpServletRequest request, CountDownLatch inside, CountDownLatch mayLeave) {
        try {
            filter.doFilter(request, new MockHttpServletResponse(), (passing, response) -> {
                inside.countDown();
                await(mayLeave);
            });
        } catch (IOException | ServletException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpResponse<String> post(BodyPublisher body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url("/hooks/books")))
                .POST(body)
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
