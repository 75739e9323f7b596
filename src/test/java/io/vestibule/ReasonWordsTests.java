package io.vestibule;

import static java.util.function.Predicate.not;
import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.console.Owner;
import io.vestibule.hub.mail.filter.MailRefusal;
import io.vestibule.portal.contract.Refusal;
import io.vestibule.support.PageWordsOnDisk;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every reason that a message can end or wait with is a sentence on the console's pages, with what to do about it where
 * a person can do something. The reasons are found where they are made: in the sources of the hub, in the contract and
 * in the connectors' files.
 */
class ReasonWordsTests {

    private static final Path HUB = Path.of("src/main/java/io/vestibule/hub");

    /** What a message ends or waits with; the first argument is the reason. */
    private static final Pattern RESULT =
            Pattern.compile("\\b(?:new (?:\\w+\\.)?|)(Held|Ignored|Refused|Dead|Retry|NotYet"
                    + "|Cancelled|Stopped|NotNeeded|Unclear|Unchanged|Unknown|Later|NoAnswer|ended)\\(");

    /** Reasons on their way to such a result that a person has to look at. */
    private static final List<Pattern> HANDED_TO_A_PERSON = List.of(
            Pattern.compile("\\bheld\\(\\s*mailCase,([^,;]*),"),
            Pattern.compile("\\bstop\\(\\s*job,([^,;]*),"),
            Pattern.compile("\\bString reason =([^;]*);"));

    /** What a mail waits with. */
    private static final Pattern HELD =
            Pattern.compile("\\bnew (?:Handling\\.Held|Sender\\.Unclear)\\(|\\bheld\\(\\s*mailCase,");

    /** Reasons on their way to another result. */
    private static final List<Pattern> HANDED_ON = List.of(
            Pattern.compile("\\bresult\\(([^;]*-[^;]*);"),
            Pattern.compile("\\bOptional\\.of\\((\"[a-z]+-[a-z-]+\")\\)"),
            Pattern.compile("\\bDismissal\\(InboxState\\.\\w+,([^,;]*),"));

    private static final Pattern SYMBOL = Pattern.compile("(?<!path\\()\"([a-z]+(?:-[a-z]+)*)\"");
    private static final Pattern CONSTANT = Pattern.compile("\\b([A-Z][A-Z_]+)\\b");
    private static final Pattern OF_CONNECTOR = Pattern.compile("\\b(else|reason): ([a-z]+(?:-[a-z]+)+)");

    /** A message that ends or waits so is shown among the problems; one that is tried again in vain ends as dead. */
    private static final Set<String> ASK_FOR_A_PERSON = Set.of(
            "Held",
            "Refused",
            "Dead",
            "Stopped",
            "ended",
            "Unclear",
            "Unknown",
            "Retry",
            "NotYet",
            "Later",
            "NoAnswer");

    private final PageWordsOnDisk words = new PageWordsOnDisk();
    private final Set<String> symbols = new TreeSet<>();
    private final Set<String> problems = new TreeSet<>();

    ReasonWordsTests() throws IOException {
        String sources = PageWordsOnDisk.sources(HUB, ".java").values().stream().collect(Collectors.joining("\n"));
        Matcher result = RESULT.matcher(sources);
        while (result.find()) {
            Set<String> found = symbols(firstArgument(sources, result.end()), sources);
            symbols.addAll(found);
            problems.addAll(ASK_FOR_A_PERSON.contains(result.group(1)) ? found : Set.of());
        }
        HANDED_TO_A_PERSON.stream()
                .flatMap(pattern -> pattern.matcher(sources).results())
                .map(handed -> symbols(handed.group(1), sources))
                .forEach(found -> {
                    symbols.addAll(found);
                    problems.addAll(found);
                });
        HANDED_ON.stream()
                .flatMap(pattern -> pattern.matcher(sources).results())
                .forEach(handed -> symbols.addAll(symbols(handed.group(1), sources)));
        Arrays.stream(MailRefusal.values()).forEach(refusal -> symbols.add(refusal.symbol()));
        Arrays.stream(Refusal.values()).map(ReasonWordsTests::kebab).forEach(symbol -> {
            symbols.add(symbol);
            problems.add(symbol);
        });
        PageWordsOnDisk.sources(Path.of("connectors"), "connector.yaml")
                .values()
                .forEach(file -> OF_CONNECTOR.matcher(file).results().forEach(reason -> {
                    symbols.add(reason.group(2));
                    problems.addAll(reason.group(1).equals("reason") ? Set.of(reason.group(2)) : Set.of());
                }));
    }

    @Test
    void theReasonsAreFoundWhereTheyAreMade() {
        assertThat(symbols)
                .contains("no-link", "unknown-account", "superseded", "link-removed", "loop-brake", "wrong-signature")
                .contains(
                        "host-not-allowed",
                        "message-id-reused",
                        "unreadable-event",
                        "not-marked",
                        "key-reused",
                        "credentials-refused");
        assertThat(problems)
                .contains("no-link", "mapping-failed", "smtp-refused", "key-reused")
                .contains("unknown-sender", "handling-failed", "vendor-refused", "credentials-refused", "record-gone");
    }

    @Test
    void everyReasonIsASentence() {
        assertThat(symbols.stream().filter(symbol -> !words.has("reason." + symbol)))
                .as("reasons without reason.<symbol> in messages-reasons.properties")
                .isEmpty();
    }

    @Test
    void everyReasonThatAsksForAPersonSaysWhatToDo() {
        assertThat(problems.stream().filter(symbol -> !words.has("reason." + symbol + ".action")))
                .as("reasons without reason.<symbol>.action in messages-reasons.properties")
                .isEmpty();
    }

    @Test
    void everyReasonThatAsksForAPersonSaysWhoOwnsTheNextStep() {
        assertThat(problems)
                .allSatisfy(symbol -> assertThat(Stream.of(Owner.values())
                                .filter(owner -> owner.reasons().contains(symbol)))
                        .as(symbol)
                        .hasSize(1));
    }

    @Test
    void nobodyOwnsAReasonThatAsksForNobody() {
        assertThat(Stream.of(Owner.values()).flatMap(owner -> owner.reasons().stream()))
                .as("reasons of hub.console.Owner")
                .allMatch(problems::contains);
    }

    @Test
    void everyReasonThatAMailIsHeldForIsSaidInTheDigestOfTheQuarantine() throws IOException {
        String sources = PageWordsOnDisk.sources(HUB.resolve("mail"), ".java").values().stream()
                .collect(Collectors.joining("\n"));
        Set<String> held = new TreeSet<>();
        Matcher begun = HELD.matcher(sources);
        while (begun.find()) {
            held.addAll(symbols(firstArgument(sources, begun.end()), sources));
        }
        Properties mails = new Properties();
        try (Reader words = Files.newBufferedReader(Path.of("src/main/resources/mail/words.properties"))) {
            mails.load(words);
        }

        assertThat(mails.stringPropertyNames().stream()
                        .filter(key -> key.startsWith("held."))
                        .map(key -> key.substring("held.".length())))
                .contains("unknown-sender", "too-large", "burst")
                .containsExactlyInAnyOrderElementsOf(held);
    }

    @Test
    void noSentenceIsLeftOverFromAReasonThatIsGone() {
        assertThat(words.keys().stream()
                        .filter(key -> key.startsWith("reason.") && !key.equals("reason.action"))
                        .map(key -> key.substring("reason.".length()).replaceAll("\\.action$", ""))
                        .filter(not(symbols::contains)))
                .as("sentences of reasons that nothing gives")
                .isEmpty();
    }

    /** From behind the opening bracket to the comma or bracket that ends the argument. */
    private static String firstArgument(String sources, int start) {
        int depth = 0;
        int end = start;
        while (depth > 0 || ",)".indexOf(sources.charAt(end)) < 0) {
            depth += "()".indexOf(sources.charAt(end)) == 0 ? 1 : sources.charAt(end) == ')' ? -1 : 0;
            end++;
        }
        return sources.substring(start, end);
    }

    /** Symbols in an expression: literals, and constants by what they are anywhere in the hub. */
    private static Set<String> symbols(String expression, String sources) {
        Set<String> found = new TreeSet<>();
        SYMBOL.matcher(expression).results().forEach(symbol -> found.add(symbol.group(1)));
        CONSTANT.matcher(expression)
                .results()
                .map(constant -> Pattern.compile(" " + constant.group(1) + " = " + SYMBOL)
                        .matcher(sources))
                .filter(Matcher::find)
                .forEach(value -> found.add(value.group(1)));
        return found;
    }

    private static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
