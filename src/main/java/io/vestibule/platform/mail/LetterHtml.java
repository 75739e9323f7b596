package io.vestibule.platform.mail;

import io.vestibule.platform.mail.Letter.Part;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.web.util.HtmlUtils;

/**
 * Shows a letter as HTML that mail programs leave as it is: no images, no scripts, nothing fetched. The reader's own
 * colours stay, light or dark; only the button and what is grey have some of their own.
 */
final class LetterHtml {

    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="%s">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="supported-color-schemes" content="light dark">
            <title>%s</title>
            <style>
            :root { color-scheme: light dark; supported-color-schemes: light dark; }
            @media (prefers-color-scheme: dark) { .small, .small a { color: #a8b0bd !important; } }
            </style>
            </head>
            <body style="margin: 0; padding: 16px;">
            <div style="max-width: 640px; font: 16px/1.5 -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif; overflow-wrap: anywhere; word-break: break-word;">
            %s
            </div>
            </body>
            </html>
            """;

    private static final String SMALL =
            "<p class=\"small\" style=\"margin: 0 0 16px; font-size: 13px; color: #5f6875;\">";
    private static final String BUTTON = "display: inline-block; padding: 10px 16px; border-radius: 6px;"
            + " background: #1d4ed8; color: #ffffff; text-decoration: none;";
    private static final String QUOTE = "margin: 0 0 16px; padding: 0 0 0 12px; border-left: 3px solid #8a94a3;";

    /** Ends before what only closes the sentence. */
    private static final Pattern LINK = Pattern.compile("https?://[^\\s<>\"]*[^\\s<>\".,;:!?)\\]]");

    private LetterHtml() {}

    static String page(Letter letter, String title) {
        return PAGE.formatted(
                letter.language().toLanguageTag(),
                escaped(title),
                letter.parts().stream().map(LetterHtml::part).collect(Collectors.joining("\n")));
    }

    private static String part(Part part) {
        return switch (part) {
            case Part.Paragraph paragraph -> "<p style=\"margin: 0 0 16px;\">" + linked(paragraph.text()) + "</p>";
            case Part.Small small -> SMALL + linked(small.text()) + "</p>";
            case Part.Words words ->
                "<blockquote dir=\"auto\" style=\"" + QUOTE + "\">"
                        + lines(words.text().strip()) + "</blockquote>";
            case Part.Door door ->
                "<p style=\"margin: 0 0 16px;\">" + link(door.url(), door.label(), " style=\"" + BUTTON + "\"")
                        + "</p>";
            case Part.SmallDoor door -> SMALL + link(door.url(), door.label(), " style=\"color: #5f6875;\"") + "</p>";
        };
    }

    private static String linked(String text) {
        StringBuilder html = new StringBuilder();
        Matcher links = LINK.matcher(text);
        int done = 0;
        while (links.find()) {
            html.append(lines(text.substring(done, links.start()))).append(link(links.group(), links.group(), ""));
            done = links.end();
        }
        return html.append(lines(text.substring(done))).toString();
    }

    private static String link(String url, String label, String style) {
        return "<a href=\"" + escaped(url) + "\"" + style + ">" + escaped(label) + "</a>";
    }

    /** Line breaks and indents stay without help of a style sheet, which some programs don't read. */
    private static String lines(String text) {
        return Arrays.stream(text.split("\\R", -1))
                .map(line -> escaped(line).replace("  ", "&nbsp; "))
                .collect(Collectors.joining("<br>\n"));
    }

    private static String escaped(String text) {
        return HtmlUtils.htmlEscape(text, StandardCharsets.UTF_8.name());
    }
}
