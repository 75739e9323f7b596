package io.vestibule.hub.mail.parse;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;
import org.jsoup.select.NodeTraversor;
import org.jspecify.annotations.Nullable;

/** Flattens HTML bodies to readable plain text. */
public final class HtmlText {

    /** Longer HTML is cut before it is parsed: no person wrote it. */
    static final int MAX_HTML = 2_000_000;

    private static final int MAX_MARKS = 10;

    private static final Set<String> UNSEEN = Set.of("script", "style", "head", "title", "template", "noscript");

    private HtmlText() {}

    public static String of(String html) {
        return flatten(parse(html), Set.of());
    }

    /** The charset that the document itself names near its beginning, null when none. */
    static @Nullable String charset(byte[] html) {
        String start =
                new String(html, 0, Math.min(html.length, 2_048), StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        int meta = start.indexOf("<meta");
        int stated = meta < 0 ? -1 : start.indexOf("charset=", meta);
        if (stated < 0) {
            return null;
        }
        int from = stated + "charset=".length();
        int at = from;
        while (at < start.length() && "\"' >/;".indexOf(start.charAt(at)) < 0 || at == from && at < start.length()) {
            at++;
        }
        return start.substring(from, at).replaceAll("[\"']", "");
    }

    /** The document, cut to a length that can be read. */
    public static Document parse(String html) {
        String bounded = html.length() > MAX_HTML ? html.substring(0, MAX_HTML) : html;
        return Jsoup.parse(bounded);
    }

    /** Text of the document without these nodes. */
    public static String flatten(Document document, Set<Node> left) {
        Flattener flattener = new Flattener(left);
        NodeTraversor.filter(flattener, document);
        return Arrays.stream(flattener.text.toString().replace('\u00A0', ' ').split("\n", -1))
                .map(String::stripTrailing)
                .collect(Collectors.joining("\n"))
                .replaceAll("\\n{3,}", "\n\n")
                .strip();
    }

    /** Writes text nodes with normal spaces, a line per block, links with their address. */
    private static final class Flattener implements NodeFilter {
        private final StringBuilder text = new StringBuilder();
        private final Set<Node> quotes;
        private final Deque<Integer> open = new ArrayDeque<>();

        Flattener(Set<Node> quotes) {
            this.quotes = quotes;
        }

        @Override
        public FilterResult head(Node node, int depth) {
            if (quotes.contains(node) || UNSEEN.contains(node.normalName())) {
                return FilterResult.SKIP_ENTIRELY;
            }
            if (node instanceof TextNode words) {
                append(words);
            } else if (node instanceof Element element) {
                open(element);
                if (quotes(element)) {
                    open.push(text.length());
                }
            }
            return FilterResult.CONTINUE;
        }

        @Override
        public FilterResult tail(Node node, int depth) {
            if (node instanceof Element element && breaksLine(element)) {
                newLine();
                if (quotes(element)) {
                    mark(Math.min(open.pop(), text.length()));
                }
                paragraph(element);
            } else if (node instanceof Element element && element.nameIs("a")) {
                address(element);
            }
            return FilterResult.CONTINUE;
        }

        private void open(Element element) {
            if (element.nameIs("br")) {
                text.append('\n');
            } else if (element.nameIs("hr")) {
                newLine();
            } else if (element.nameIs("li")) {
                newLine();
                text.append("- ");
            } else if (element.nameIs("td") || element.nameIs("th")) {
                space();
            } else if (breaksLine(element)) {
                newLine();
            }
        }

        /** What is quoted; some programs also indent with this element, which has no line at its side then. */
        private static boolean quotes(Element element) {
            return element.nameIs("blockquote")
                    && !element.attr("style").contains("border:none")
                    && !element.attr("style").contains("border: none");
        }

        /** Quote marks before the lines from here on, as in plain text. Beyond some levels nobody reads them. */
        private void mark(int from) {
            if (open.size() >= MAX_MARKS || text.length() == from) {
                return;
            }
            String quoted = text.substring(from).stripTrailing();
            text.setLength(from);
            quoted.lines()
                    .forEach(line -> text.append(line.startsWith(">") ? ">" : "> ")
                            .append(line)
                            .append('\n'));
        }

        private static boolean breaksLine(Element element) {
            return element.isBlock() && !element.nameIs("td") && !element.nameIs("th") && !element.nameIs("body");
        }

        private void append(TextNode words) {
            Node parent = words.parent();
            boolean verbatim = parent instanceof Element element && element.nameIs("pre");
            String piece =
                    verbatim ? words.getWholeText() : words.getWholeText().replaceAll("[ \\t\\r\\n]+", " ");
            boolean atStart = text.isEmpty() || text.charAt(text.length() - 1) == '\n';
            text.append(atStart && !verbatim ? piece.stripLeading() : piece);
        }

        private void address(Element link) {
            String href = link.attr("href").strip();
            String label = link.text().strip();
            if (href.startsWith("http") && !label.isEmpty() && !href.contains(label)) {
                text.append(" <").append(href).append('>');
            }
        }

        private void newLine() {
            if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
                text.append('\n');
            }
            if (text.length() == 1 && text.charAt(0) == '\n') {
                text.setLength(0);
            }
        }

        /** Outlook writes every line as a paragraph of its class; elsewhere a paragraph stands apart. */
        private void paragraph(Element element) {
            if (element.nameIs("p") && !element.className().startsWith("Mso") && !text.isEmpty()) {
                text.append('\n');
            }
        }

        private void space() {
            if (!text.isEmpty() && !Character.isWhitespace(text.charAt(text.length() - 1))) {
                text.append(' ');
            }
        }
    }
}
