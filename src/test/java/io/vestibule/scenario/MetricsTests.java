package io.vestibule.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vestibule.platform.web.PeerAddress;
import io.vestibule.scenario.Firm.FirmClient;
import io.vestibule.support.Browser;
import io.vestibule.support.vendors.SimulatedXero.NewInvoice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What a scrape tells is what {@code src/docs/metrics.md} says, what the dashboard asks for, and what the alerts watch. */
class MetricsTests extends ScenarioTest {

    private static final Path DOCS = Path.of("src/docs");
    private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| `(vestibule_\\w+)` \\|");
    private static final Pattern FAMILY = Pattern.compile("(?m)^# TYPE (\\w+) ");
    private static final Pattern SAMPLE = Pattern.compile("(?m)^(\\w+)(?:\\{|\\s)");
    private static final Pattern LABEL = Pattern.compile("\\w+=\"([^\"]*)\"");

    /** Functions and labels of PromQL begin otherwise. */
    private static final Pattern ASKED = Pattern.compile("\\b(?:vestibule|hikaricp|jvm|process|camel|http)_\\w+");

    /** Twice the pause between two readings, for a loaded machine. */
    private static final Duration UNTIL_READ = Duration.ofSeconds(40);

    @Autowired
    private PeerAddress peer;

    private FirmClient client;
    private String subject = "";
    private String scrape = "";

    @BeforeEach
    void everyKindOfWorkIsDone() {
        client = firm.client();
        subject = unique("Measured");
        mails.send(firm.mailFrom(client, subject));
        eventually(() -> portal.request(subject));
        eventuallyMails(client.email());
        var number = unique("INV");
        var id = xero.addInvoice(
                firm.ledger(),
                new NewInvoice(
                        client.xeroContact(),
                        number,
                        BigDecimal.TEN,
                        "GBP",
                        LocalDate.of(2026, 9, 1),
                        LocalDate.of(2026, 9, 15)));
        xero.webhook(xero.invoiceNews(firm.ledger(), "UPDATE", id)).sendTo(hook(Firm.XERO_APP));
        eventually(() -> portal.invoice(number));
        Browser forger = browser();
        forger.send(forger.request("/hooks/" + Firm.XERO_APP).POST(HttpRequest.BodyPublishers.ofString("{}")));
        await().atMost(UNTIL_READ).untilAsserted(() -> {
            scrape = scraped();
            assertThat(families()).containsAll(documented());
        });
    }

    @Test
    void everyMeterOfOursIsDocumentedAndEveryDocumentedOneIsThere() {
        assertThat(documented()).hasSizeGreaterThan(15);
        assertThat(families().stream().filter(name -> name.startsWith("vestibule_")))
                .containsExactlyInAnyOrderElementsOf(documented());
    }

    @Test
    void theDashboardAsksForNothingThatIsNotThere() {
        var asked = askedBy(texts(read(DOCS.resolve("grafana/vestibule.json")), "expr"));
        assertThat(asked).hasSizeGreaterThan(15);
        assertThat(samples()).containsAll(asked);
    }

    @Test
    void theAlertsWatchNothingThatIsNotThere() {
        var rules = read(DOCS.resolve("prometheus/vestibule.rules.yaml"));
        assertThat(texts(rules, "alert")).doesNotHaveDuplicates().hasSizeGreaterThan(5);
        assertThat(samples()).containsAll(askedBy(texts(rules, "expr")));
    }

    @Test
    void noTagTellsOfAClientOrAnAddress() {
        var values = all(LABEL, scrape).collect(Collectors.toSet());
        assertThat(values).contains(Firm.XERO_APP, "firm-mailbox");
        assertThat(values)
                .noneMatch(value -> value.contains("@")
                        || value.contains(client.domain())
                        || value.contains(client.name())
                        || value.contains(client.id().toString())
                        || value.contains(subject));
    }

    private String scraped() {
        Browser scraper = new Browser(peer.of(""));
        return scraper.send(scraper.request("/actuator/prometheus")).answer().body();
    }

    private static Set<String> documented() {
        try {
            return all(DOCUMENTED, Files.readString(DOCS.resolve("metrics.md"))).collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The largest value of a timer is a family of its own, and documented with it. */
    private Set<String> families() {
        return all(FAMILY, scrape)
                .filter(name -> !name.endsWith("_seconds_max"))
                .collect(Collectors.toSet());
    }

    private Set<String> samples() {
        return all(SAMPLE, scrape).collect(Collectors.toSet());
    }

    private static Set<String> askedBy(Collection<String> expressions) {
        return expressions.stream()
                .flatMap(expression -> ASKED.matcher(expression.replaceAll("\"[^\"]*\"", ""))
                        .results()
                        .map(MatchResult::group))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> found.group(1));
    }

    private static JsonNode read(Path file) {
        try {
            return new YAMLMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> texts(JsonNode file, String key) {
        return file.findValuesAsText(key);
    }
}
