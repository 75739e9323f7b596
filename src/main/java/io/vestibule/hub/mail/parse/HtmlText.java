package io.vestibule.hub.mail.parse;

import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeTraversor;
import org.jsoup.select.NodeVisitor;

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
            "#divRplyFwdMsg ~ *",
            "#divRplyFwdMsg",
            "#appendonsend ~ *",
            "#appendonsend",
            "#mail-editor-reference-message-container",
            ".OutlookMessageHeader ~ *",
            ".OutlookMessageHeader",
            "#OLK_SRC_BODY_SECTION",
            "[id$=stopSpelling] ~ *",
            "[name=messageReplySection]",
            ".front-blockquote");

    private HtmlText() {}

    static String of(String html) {
        return flatten(parse(html));
    }

    /** Text without the quoted nodes; equal to {@link #of} when there are none. */
    static String withoutQuotes(String html) {
        Document document = parse(html);
        for (String quote : QUOTES) {
            document.select(quote).remove();
        }
        return flatten(document);
    }

    private static Document parse(String html) {
        String bounded = html.length() > MAX_HTML ? html.substring(0, MAX_HTML) : html;
        Document document = Jsoup.parse(bounded);
        document.select("script, style, head, title, template, noscript").remove();
        return document;
    }

    private static String flatten(Document document) {
        Flattener flattener = new Flattener();
        NodeTraversor.traverse(flattener, document);
        return flattener
                .text
                .toString()
                .replace('\u00A0', ' ')
                .replaceAll("[ \\t]+\\n", "\n")
                .replaceAll("\\n{3,}", "\n\n")
                .strip();
    }

    /** Writes text nodes with normal spaces, a line per block, links with their address. */
    private static final class Flattener implements NodeVisitor {
        private final StringBuilder text = new StringBuilder();

        @Override
        public void head(Node node, int depth) {
            if (node instanceof TextNode words) {
                append(words);
            } else if (node instanceof Element element) {
                open(element);
            }
        }

        @Override
        public void tail(Node node, int depth) {
            if (node instanceof Element element && breaksLine(element)) {
                newLine();
                paragraph(element);
            } else if (node instanceof Element element && element.nameIs("a")) {
                address(element);
            }
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
