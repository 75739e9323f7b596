package io.vestibule.hub.mail.parse;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;
import org.jsoup.select.NodeTraversor;

/** Flattens HTML bodies to readable plain text and takes quote nodes of the common mail programs out first. */
final class HtmlText {

    /** Longer HTML is cut before it is parsed: no person wrote it. */
    static final int MAX_HTML = 2_000_000;

    /** Nodes in which mail programs put what they quote. */
    private static final List<String> QUOTES = List.of(
            ".gmail_quote:not(.gmail_forward)",
            ".gmail_extra > blockquote",
            ".gmail_attr",
            "blockquote[type=cite]",
            ".yahoo_quoted",
            ".moz-cite-prefix",
            ".protonmail_quote",
            ".zmail_extra",
            "#mail-editor-reference-message-container",
            "#OLK_SRC_BODY_SECTION",
            "[name=messageReplySection]",
            ".front-blockquote");

    /** Nodes behind which, on the same level, everything is quoted. */
    private static final String QUOTED_FROM_HERE =
            "#divRplyFwdMsg, #appendonsend, .OutlookMessageHeader, [id$=stopSpelling]";

    private static final Set<String> UNSEEN = Set.of("script", "style", "head", "title", "template", "noscript");

    private HtmlText() {}

    static String of(String html) {
        return flatten(parse(html), Set.of());
    }

    /** Text without the quoted nodes; equal to {@link #of} when there are none. */
    static String withoutQuotes(String html) {
        Document document = parse(html);
        Set<Node> quotes = Collections.newSetFromMap(new IdentityHashMap<>());
        quotes.addAll(document.select(String.join(", ", QUOTES)));
        for (Element start : document.select(QUOTED_FROM_HERE)) {
            boolean keptItself = start.id().endsWith("stopSpelling");
            // Where there are several on one level, the first has taken in the rest.
            if (!quotes.contains(start)) {
                quotes.addAll(start.nextElementSiblings());
            }
            if (!keptItself) {
                quotes.add(start);
            }
        }
        return flatten(document, quotes);
    }

    private static Document parse(String html) {
        String bounded = html.length() > MAX_HTML ? html.substring(0, MAX_HTML) : html;
        return Jsoup.parse(bounded);
    }

    private static String flatten(Document document, Set<Node> quotes) {
        Flattener flattener = new Flattener(quotes);
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
            }
            return FilterResult.CONTINUE;
        }

        @Override
        public FilterResult tail(Node node, int depth) {
            if (node instanceof Element element && breaksLine(element)) {
                newLine();
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
