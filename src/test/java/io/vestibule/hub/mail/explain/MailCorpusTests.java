package io.vestibule.hub.mail.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the mails of the corpus beside this repository, where there is one, and compares what was read with what the
 * projects state from which the mails come. Prints the table, also to target/mail-corpus.txt. Cases in which we see it
 * otherwise stand, with the reason, in src/docs/mail-corpus.md.
 */
class MailCorpusTests {

    private static final Logger LOG = LoggerFactory.getLogger(MailCorpusTests.class);
    private static final Path CORPUS = Path.of("../shared/email");
    private static final Path DISAGREEMENTS = Path.of("src/docs/mail-corpus.md");
    private static final Duration ENDS = Duration.ofSeconds(60);
    private static final Duration SLOWEST = Duration.ofSeconds(2);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** @param met by case; fields that the corpus itself doubts and that we see otherwise are left out */
    private record Outcome(String source, String field, String id, boolean met) {}

    @TestFactory
    Stream<DynamicTest> theCorpusIsReadAsItsProjectsStateIt() throws IOException {
        Path cases = CORPUS.resolve("all.jsonl");
        assumeTrue(Files.exists(cases), "The corpus is not beside this repository");
        Set<String> otherwise = disagreements();
        List<Outcome> outcomes = new ArrayList<>();
        Map<String, List<JsonNode>> bySource = Files.readAllLines(cases).stream()
                .map(MailCorpusTests::node)
                .collect(Collectors.groupingBy(line -> line.get("source").asText(), TreeMap::new, Collectors.toList()));
        Stream<DynamicTest> sources = bySource.entrySet().stream()
                .map(source -> DynamicTest.dynamicTest(
                        source.getKey(),
                        () -> source.getValue().forEach(mail -> outcomes.addAll(outcomes(mail, otherwise)))));
        return Stream.concat(sources, Stream.of(DynamicTest.dynamicTest("the table", () -> weigh(outcomes))));
    }

    private static List<Outcome> outcomes(JsonNode mail, Set<String> otherwise) {
        String id = mail.get("id").asText();
        JsonNode read = read(CORPUS.resolve(mail.get("file").asText()));
        assertThat(read.has("error")).as(id + read.path("error")).isFalse();
        List<Outcome> outcomes = new ArrayList<>();
        for (Map.Entry<String, JsonNode> stated : mail.get("expect").properties()) {
            String field = stated.getKey();
            Boolean met = CorpusScore.met(field, stated.getValue(), read);
            if (met != null && !isDoubted(mail, field) && (met || !otherwise.contains(id + " " + field))) {
                outcomes.add(new Outcome(mail.get("source").asText(), field, id, met));
            }
        }
        return outcomes;
    }

    private static JsonNode read(Path file) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream lines = new PrintStream(out, true, StandardCharsets.UTF_8);
        ExplainMail command = new ExplainMail(lines, lines);
        // The time of this thread alone: other work on the machine says nothing about a mail.
        Duration taken = assertTimeoutPreemptively(
                ENDS,
                () -> {
                    long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                    command.explain(List.of(file.toString()));
                    return Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before);
                },
                file.toString());
        assertThat(taken).as(file.toString()).isLessThan(SLOWEST);
        return node(out.toString(StandardCharsets.UTF_8));
    }

    private static void weigh(List<Outcome> outcomes) throws IOException {
        StringBuilder table = new StringBuilder("field and source: compared, met\n");
        Map<String, Map<String, List<Outcome>>> byField = outcomes.stream()
                .collect(Collectors.groupingBy(
                        Outcome::field,
                        TreeMap::new,
                        Collectors.groupingBy(Outcome::source, TreeMap::new, Collectors.toList())));
        byField.forEach((field, sources) -> {
            List<Outcome> all = sources.values().stream().flatMap(List::stream).toList();
            table.append("%-28s %4d %4d  %5.1f %%%n".formatted(field, all.size(), met(all), percent(all)));
            sources.forEach(
                    (source, some) -> table.append("    %-28s %4d %4d%n".formatted(source, some.size(), met(some))));
        });
        outcomes.stream()
                .filter(outcome -> !outcome.met())
                .forEach(miss -> table.append("not met: %s %s%n".formatted(miss.id(), miss.field())));
        LOG.info("{}", table);
        Files.writeString(Path.of("target/mail-corpus.txt"), table);
        least(outcomes, 100, "from_email", "subject", "message_id", "in_reply_to", "references");
        least(outcomes, 98, "attachments", "attachment_count");
        least(
                outcomes,
                90,
                "reply_text",
                "reply_text_prefix",
                "reply_text_contains",
                "reply_text_words",
                "reply_text_nows");
        least(outcomes, 97, "bounce", "hard_bounce", "auto_submitted", "out_of_office", "bounce_recipient");
    }

    /** The fields together, so that one with few cases does not decide. */
    private static void least(List<Outcome> outcomes, double percent, String... fields) {
        List<Outcome> some = outcomes.stream()
                .filter(outcome -> List.of(fields).contains(outcome.field()))
                .toList();
        List<String> misses = some.stream()
                .filter(outcome -> !outcome.met())
                .map(miss -> miss.id() + " " + miss.field())
                .toList();
        assertThat(percent(some)).as("%s, not met: %s", List.of(fields), misses).isGreaterThanOrEqualTo(percent);
    }

    private static long met(List<Outcome> outcomes) {
        return outcomes.stream().filter(Outcome::met).count();
    }

    private static double percent(List<Outcome> outcomes) {
        return 100.0 * met(outcomes) / Math.max(1, outcomes.size());
    }

    private static boolean isDoubted(JsonNode mail, String field) {
        for (JsonNode doubted : mail.path("questionable").path("fields")) {
            if (doubted.asText().equals(field) || doubted.asText().startsWith(field + ".")) {
                return true;
            }
        }
        return false;
    }

    /** Lines of the table: | case | field | why |. */
    private static Set<String> disagreements() throws IOException {
        return Files.readAllLines(DISAGREEMENTS).stream()
                .filter(line -> line.startsWith("| ") && line.contains("/"))
                .map(line -> line.split("\\|"))
                .map(cells -> cells[1].strip() + " " + cells[2].strip())
                .collect(Collectors.toSet());
    }

    private static JsonNode node(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
