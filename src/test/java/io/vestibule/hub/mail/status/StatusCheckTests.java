package io.vestibule.hub.mail.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vestibule.hub.mail.parse.MailParser;
import io.vestibule.hub.mail.parse.ParsedMail;
import io.vestibule.hub.mail.reply.ReplyExtractor;
import io.vestibule.hub.mail.status.StatusCheck.About;
import io.vestibule.hub.mail.status.StatusCheck.Reading;
import io.vestibule.support.TestMail;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures the words of status checks on labelled mails, of which those of the half {@code held-out} are never looked at
 * to improve a rule, and on the corpus beside this repository, where there is one. Prints the table, also to
 * target/status-checks.txt.
 */
class StatusCheckTests {

    private static final Logger LOG = LoggerFactory.getLogger(StatusCheckTests.class);
    private static final Path CORPUS = Path.of("../shared/email");
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final About REQUEST = new About("REQ-1042", "Access to the archive");
    private static final StatusCheck CHECK = new StatusCheck(List.of("en", "de", "fr", "es", "it"));

    private static List<Case> cases = List.of();

    /** One labelled mail. {@code reading}: what we make of it */
    private record Case(JsonNode mail, Reading reading) {

        boolean is(String field, String value) {
            return mail.path(field).asText().equals(value);
        }

        boolean isCheck() {
            return is("label", "status");
        }

        boolean isTaken() {
            return reading instanceof Reading.Asks;
        }

        String text() {
            return mail.path("id").asText() + " " + mail.path("text").asText().replace("\n", " / ") + " -> " + reading;
        }
    }

    /** Of the mails that we take, how many are checks; of the checks, how many we take. */
    private record Score(int checks, int people, int found, int wrong) {

        static Score of(List<Case> cases) {
            List<Case> taken = cases.stream().filter(Case::isTaken).toList();
            int checks = (int) cases.stream().filter(Case::isCheck).count();
            int found = (int) taken.stream().filter(Case::isCheck).count();
            return new Score(checks, cases.size() - checks, found, taken.size() - found);
        }

        double precision() {
            return found + wrong == 0 ? 1 : (double) found / (found + wrong);
        }

        double recall() {
            return checks == 0 ? 1 : (double) found / checks;
        }

        @Override
        public String toString() {
            return "%3d checks %3d others  precision %.3f  recall %.3f"
                    .formatted(checks, people, precision(), recall());
        }
    }

    @BeforeAll
    static void readAll() throws IOException {
        try (InputStream set = StatusCheckTests.class.getResourceAsStream("status-checks.jsonl")) {
            cases = new String(Objects.requireNonNull(set).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(StatusCheckTests::node)
                    .map(mail -> new Case(mail, read(CHECK, mail(mail), REQUEST)))
                    .toList();
        }
        StringBuilder table = new StringBuilder("status checks\n");
        for (String half : List.of("tuning", "held-out")) {
            table.append("%-9s all %s%n".formatted(half, Score.of(half(half))));
            half(half).stream()
                    .collect(Collectors.groupingBy(
                            one -> one.mail().path("language").asText(), TreeMap::new, Collectors.toList()))
                    .forEach((language, some) ->
                            table.append("%-9s %-3s %s%n".formatted(half, language, Score.of(some))));
        }
        // Of the half that is held out no mail is shown: who sees one tunes on it.
        half("tuning").stream()
                .filter(one -> one.isCheck() != one.isTaken())
                .forEach(one -> table.append(one.text()).append('\n'));
        LOG.info("{}", table);
        Files.writeString(Path.of("target/status-checks.txt"), table);
    }

    private static List<Case> half(String name) {
        return cases.stream().filter(one -> one.is("half", name)).toList();
    }

    @Test
    void theSetHasMailsOfBothKindsInFiveLanguagesAndHalfOfThemAreHeldOut() {
        assertThat(cases).hasSizeGreaterThanOrEqualTo(240);
        Map<String, Long> languages = half("held-out").stream()
                .collect(
                        Collectors.groupingBy(one -> one.mail().path("language").asText(), Collectors.counting()));
        assertThat(languages)
                .hasSize(5)
                .allSatisfy((language, mails) -> assertThat(mails).isGreaterThan(25));
        assertThat(half("held-out").size()).isBetween(cases.size() / 2 - 5, cases.size() / 2 + 5);
        assertThat(Score.of(half("held-out")).checks()).isGreaterThan(60);
    }

    @Test
    void hardlyAnyMailThatIsForPeopleIsTakenForAStatusCheck() {
        assertThat(Score.of(half("tuning")).precision()).isGreaterThanOrEqualTo(0.95);
        assertThat(Score.of(half("held-out")).precision()).isGreaterThanOrEqualTo(0.95);
    }

    @Test
    void mostStatusChecksAreKnown() {
        assertThat(Score.of(half("tuning")).recall()).isGreaterThanOrEqualTo(0.9);
        assertThat(Score.of(half("held-out")).recall()).isGreaterThanOrEqualTo(0.6);
    }

    @Test
    void aLanguageThatIsOffIsNotRecognised() {
        ParsedMail mail =
                parsed(TestMail.from("tom@acme.example").subject("Re: Access").text("Wie ist der Stand?"));

        assertThat(read(CHECK, mail, REQUEST)).isEqualTo(new Reading.Asks("de"));
        assertThat(read(new StatusCheck(List.of("en", "fr")), mail, REQUEST)).isInstanceOf(Reading.Other.class);
        assertThat(read(new StatusCheck(List.of()), mail, REQUEST)).isInstanceOf(Reading.Other.class);
    }

    @Test
    void ofTheMailsOfOtherProjectsHardlyOneIsTaken() throws IOException {
        assumeTrue(Files.exists(CORPUS.resolve("all.jsonl")));
        List<String> taken = new ArrayList<>();
        int all = 0;
        for (String line : Files.readAllLines(CORPUS.resolve("all.jsonl"))) {
            JsonNode one = node(line);
            ParsedMail mail = new MailParser()
                    .parse(Files.readAllBytes(CORPUS.resolve(one.path("file").asText())));
            all++;
            if (read(CHECK, mail, new About("", "")) instanceof Reading.Asks) {
                taken.add(one.path("id").asText());
            }
        }
        LOG.info("{} of {} mails of the corpus are taken for status checks: {}", taken.size(), all, taken);
        assertThat(taken).hasSizeLessThanOrEqualTo(all / 200);
    }

    @Test
    void everyMailThatIsTakenWasWorthALook() {
        assertThat(cases.stream().filter(Case::isTaken).map(one -> mail(one.mail())))
                .isNotEmpty()
                .allMatch(mail -> CHECK.mayAsk(mail, new ReplyExtractor().extract(mail)));
    }

    private static Reading read(StatusCheck check, ParsedMail mail, About about) {
        return check.read(mail, new ReplyExtractor().extract(mail), about);
    }

    private static ParsedMail mail(JsonNode mail) {
        TestMail written = TestMail.from("tom@acme.example")
                .to("hello@firm.example")
                .subject(mail.path("subject").asText())
                .text(mail.path("text").asText());
        for (int i = 0; i < mail.path("attachments").asInt(); i++) {
            written.attach("receipt.pdf", "application/pdf", new byte[] {1});
        }
        return parsed(written);
    }

    private static ParsedMail parsed(TestMail mail) {
        return new MailParser().parse(mail.bytes());
    }

    private static JsonNode node(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
