package io.vestibule.scenario;

import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.vestibule.platform.observe.Trace;
import io.vestibule.support.MailServer;
import io.vestibule.support.TestMail;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A collector that speaks OTLP over HTTP gets the way of a mail as one trace, by the id that its rows have. */
@Execution(ExecutionMode.CONCURRENT)
class SpanExportTests {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String MAILBOX = "spans@firm.example";
    private static final String WRITER = "books@acme.example";

    @TempDir
    static Path home;

    private static WireMockServer collector;
    private static BreakableProduct product;

    @BeforeAll
    static void start() {
        collector = new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));
        collector.start();
        collector.stubFor(post(urlEqualTo("/v1/traces")).willReturn(ok()));
        product = BreakableProduct.start(
                "vestibule.data-dir=" + home,
                "vestibule.mailboxes.poll=300ms",
                "management.otlp.tracing.endpoint=" + collector.baseUrl() + "/v1/traces");
    }

    @AfterAll
    static void stop() {
        product.close();
        collector.stop();
    }

    @Test
    void fromTheReceiptOverTheCommandAndTheFeedToTheLastDelivery() {
        MailServer mails = product.bean(MailServer.class);
        mails.addMailbox(MAILBOX, "secret");
        product.mailbox("spans", MAILBOX, mails.imapPort(), mails.smtpPort());
        TestMail mail = TestMail.from(WRITER).to(MAILBOX).subject("Traced").text("Please look.");
        mails.send(mail);

        Trace row = Trace.of(traceOf(mail)).orElseThrow();
        ExportedSpan receipt = exported(span -> span.id().equals(row.step()));
        ExportedSpan apply = below(receipt, "apply mail");
        ExportedSpan command = below(apply, "carry out open-request");
        ExportedSpan feed = below(command, "apply feed");
        ExportedSpan delivery = below(feed, "deliver mail");

        assertThat(receipt.name()).isEqualTo("receive mail");
        assertThat(receipt.parent()).isEmpty();
        assertThat(List.of(receipt, apply, command, feed, delivery))
                .extracting(ExportedSpan::trace)
                .containsOnly(row.id());
    }

    private static String traceOf(TestMail mail) {
        return await().atMost(PATIENCE)
                .until(
                        () -> product.hubDatabase()
                                .sql("select trace from hub.inbox_message where external_id like :id")
                                .param("id", mail.messageId().replaceAll("[<>]", "") + "#%")
                                .query(String.class)
                                .optional(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static ExportedSpan below(ExportedSpan parent, String name) {
        return exported(span -> span.parent().equals(parent.id()) && span.name().equals(name));
    }

    private static ExportedSpan exported(Predicate<ExportedSpan> which) {
        return await().atMost(PATIENCE)
                .until(
                        () -> collector.getAllServeEvents().stream()
                                .flatMap(served ->
                                        ExportedSpan.in(served.getRequest().getBody()).stream())
                                .filter(which)
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }
}
