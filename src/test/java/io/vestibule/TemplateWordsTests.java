package io.vestibule;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.canonical.InvoiceStatus;
import io.vestibule.hub.canonical.RequestStatus;
import io.vestibule.hub.inbox.InboxState;
import io.vestibule.hub.outbox.OutboxState;
import io.vestibule.platform.security.Role;
import io.vestibule.portal.access.PersonChange;
import io.vestibule.support.PageWordsOnDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;

/**
 * No page says a word of its own: all of them stand in the message files, so that they can be read, corrected and
 * translated in one place. Text in a template is a prototype that is replaced.
 */
class TemplateWordsTests {

    private static final Pattern LETTER = Pattern.compile("\\p{L}");
    private static final Pattern COMMENT = Pattern.compile("<!--.*?-->", Pattern.DOTALL);
    private static final Pattern EXPRESSION = Pattern.compile("[$#@~]\\{(?:[^{}]|\\{[^{}]*})*}");
    private static final Pattern LITERAL = Pattern.compile("'[^']*\\p{L}[^']*'");
    private static final Pattern KEY =
            Pattern.compile("(?:#\\{|#messages\\.msg(?:WithParams)?\\(')([a-z0-9.-]+)(?:['}(]| ?\\+)");
    private static final Pattern KEY_PREFIX = Pattern.compile("#messages\\.msg\\('([a-z.-]+[.-])' ?\\+");
    private static final Pattern KEY_IN_JAVA = Pattern.compile("\"([a-z][a-z0-9-]*(?:\\.[a-z0-9-]+)+)\"");
    private static final List<String> REPLACES_CONTENT = List.of("th:text", "th:replace", "th:insert");
    private static final List<String> READ_ALOUD = List.of("aria-label", "title", "placeholder", "alt");

    /** Words of other things that look like keys of messages. */
    private static final Pattern NO_PAGE_WORD = Pattern.compile("(?:SQL|sql\\(|Property|ConfigurationProperties)");

    private final PageWordsOnDisk words = new PageWordsOnDisk();
    private final Map<Path, String> templates =
            PageWordsOnDisk.sources(Path.of("src/main/resources/templates"), ".html");

    TemplateWordsTests() throws IOException {}

    @Test
    void everyWordOnAPageComesFromTheMessageFiles() {
        assertThat(templates).isNotEmpty();
        assertThat(inTemplates(page -> page.getAllElements().stream()
                        .filter(element -> LETTER.matcher(element.ownText()).find())
                        .filter(element -> !isPrototype(element))
                        .map(element -> element.nodeName() + ": " + element.ownText())))
                .as("text that is not replaced by a message")
                .isEmpty();
    }

    @Test
    void everyWordReadAloudComesFromTheMessageFiles() {
        assertThat(inTemplates(page -> page.getAllElements().stream()
                        .flatMap(element -> READ_ALOUD.stream()
                                .filter(name ->
                                        LETTER.matcher(element.attr(name)).find() && !element.hasAttr("th:" + name))
                                .map(name -> name + ": " + element.attr(name)))))
                .as("attributes that are not replaced by a message")
                .isEmpty();
    }

    @Test
    void noExpressionHoldsWordsOfItsOwn() {
        List<String> spoken = Stream.concat(Stream.of("text"), READ_ALOUD.stream())
                .map(name -> "th:" + name)
                .toList();
        assertThat(inTemplates(page -> page.getAllElements().stream()
                        .flatMap(element -> spoken.stream()
                                .map(element::attr)
                                .filter(value -> LITERAL.matcher(
                                                EXPRESSION.matcher(value).replaceAll(""))
                                        .find()))))
                .as("words inside expressions")
                .isEmpty();
    }

    @Test
    void everyKeyOfATemplateExists() {
        assertThat(templates.entrySet().stream()
                        .flatMap(template -> KEY.matcher(withoutComments(template.getValue()))
                                .results()
                                .map(key -> key.group(1))
                                .filter(key -> !isKnown(key))
                                .map(key -> template.getKey() + ": " + key)))
                .as("keys without a message")
                .isEmpty();
        assertThat(templates.values().stream()
                        .flatMap(template -> KEY_PREFIX
                                .matcher(template)
                                .results()
                                .map(key -> key.group(1))
                                .filter(prefix -> !words.hasStartingWith(prefix))))
                .as("beginnings of keys without any message")
                .isEmpty();
    }

    @Test
    void everyKeyThatAPageOfJavaNamesExists() throws IOException {
        var rooms = words.keys().stream().map(key -> key.split("\\.", -1)[0]).collect(Collectors.toSet());
        assertThat(PageWordsOnDisk.sources(Path.of("src/main/java/io/vestibule"), ".java").entrySet().stream()
                        .filter(source -> isOfPages(source.getValue()))
                        .flatMap(source -> source.getValue().lines())
                        .filter(line -> !NO_PAGE_WORD.matcher(line).find())
                        .flatMap(line -> KEY_IN_JAVA.matcher(line).results().map(key -> key.group(1)))
                        .filter(key -> rooms.contains(key.split("\\.", -1)[0]) && !isKnown(key)))
                .as("keys without a message")
                .isEmpty();
    }

    @Test
    void everyStateRoleAndRefusalHasItsWord() {
        assertThat(Stream.of(
                                keys("state.", InboxState.values()),
                                keys("state.", OutboxState.values()),
                                keys("state.", InvoiceStatus.values()),
                                keys("status.", RequestStatus.values()),
                                keys("request.next.", RequestStatus.values()),
                                keys("role.", Role.values()),
                                keys("person.refused.", PersonChange.Reason.values()))
                        .flatMap(keys -> keys)
                        .filter(key -> !words.has(key)))
                .as("words without a message")
                .isEmpty();
    }

    /** A straight apostrophe is a quoting sign of the message format: it would vanish, or keep an argument out. */
    @Test
    void noMessageHoldsAStraightApostrophe() {
        assertThat(words.keys().stream().filter(key -> words.text(key).contains("'")))
                .isEmpty();
    }

    private boolean isKnown(String key) {
        return words.has(key) || words.hasStartingWith(key.endsWith(".") ? key : key + ".");
    }

    private static boolean isOfPages(String source) {
        return source.contains("Notice.") || source.contains("FormErrors") || source.contains("MessageSource");
    }

    private static boolean isPrototype(Element element) {
        return Stream.concat(Stream.of(element), element.parents().stream())
                .anyMatch(one -> REPLACES_CONTENT.stream().anyMatch(one::hasAttr));
    }

    private List<String> inTemplates(Function<Document, Stream<String>> look) {
        return templates.entrySet().stream()
                .flatMap(template -> look.apply(
                                Jsoup.parse(withoutComments(template.getValue()), "", Parser.xmlParser()))
                        .map(found -> template.getKey() + ": " + found))
                .toList();
    }

    private static String withoutComments(String template) {
        return COMMENT.matcher(template).replaceAll("");
    }

    private static Stream<String> keys(String prefix, Enum<?>... constants) {
        return Arrays.stream(constants)
                .map(constant ->
                        prefix + constant.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
}
