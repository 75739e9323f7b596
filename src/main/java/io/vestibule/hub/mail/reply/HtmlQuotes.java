package io.vestibule.hub.mail.reply;

import io.vestibule.hub.mail.parse.HtmlText;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;

/** Takes out of an HTML body the nodes in which the common mail programs put what they quote. */
final class HtmlQuotes {

    /** Nodes in which mail programs put what they quote. */
    private static final List<String> QUOTES = List.of(
            "div.gmail_quote:not(.gmail_forward)",
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

    private HtmlQuotes() {}

    /** Text without the quoted nodes; equal to {@link HtmlText#of} when there are none. */
    static String without(String html) {
        Document document = HtmlText.parse(html);
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
        return HtmlText.flatten(document, quotes);
    }
}
