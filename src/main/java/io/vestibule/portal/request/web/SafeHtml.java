package io.vestibule.portal.request.web;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.safety.Cleaner;
import org.jsoup.safety.Safelist;

/**
 * HTML that a stranger wrote, made safe to look at: only elements, attributes and styles on a list stay, nothing is
 * fetched from elsewhere unless the reader wants that, and pictures of the same request stand in it as bytes.
 *
 * @param html of the body's content
 * @param remote pictures from elsewhere in it, shown or not
 */
record SafeHtml(String html, int remote) {

    private static final String CID = "cid:";

    /** Letters of all pictures that stand in the page; 15 MB of them. */
    private static final int MOST_PICTURES = 20_000_000;

    private static final Safelist SAFE = Safelist.relaxed()
            .removeTags("base")
            .addTags("center", "del", "font", "hr", "ins", "s", "tt")
            .addAttributes(":all", "align", "bgcolor", "color", "dir", "style", "valign")
            .addAttributes("font", "face", "size")
            .addAttributes("table", "border", "cellpadding", "cellspacing", "width")
            .addAttributes("td", "height", "nowrap")
            .addProtocols("a", "href", "tel")
            .addProtocols("img", "src", "cid")
            .addEnforcedAttribute("a", "rel", "noopener noreferrer nofollow")
            .addEnforcedAttribute("a", "target", "_blank");

    private static final Set<String> STYLES = Set.of(
            "background-color",
            "border",
            "border-bottom",
            "border-collapse",
            "border-left",
            "border-right",
            "border-top",
            "color",
            "font-family",
            "font-size",
            "font-style",
            "font-weight",
            "height",
            "line-height",
            "list-style-type",
            "margin",
            "margin-bottom",
            "margin-left",
            "margin-right",
            "margin-top",
            "max-width",
            "padding",
            "padding-bottom",
            "padding-left",
            "padding-right",
            "padding-top",
            "text-align",
            "text-decoration",
            "vertical-align",
            "white-space",
            "width");

    private static final Pattern COLOUR = Pattern.compile("rgba?\\([\\d\\s,.%]{1,40}\\)");

    /** No functions, so nothing is fetched, and nothing negative, so nothing leaves its place. */
    private static final Pattern VALUE = Pattern.compile("(?s)(?!.*(?<![\\w-])-\\s*[\\d.])[\\w\\s#%.,'\"!-]{0,200}");

    /**
     * @param fetches whether pictures from elsewhere stay
     * @param pictures the bytes of a picture of the request as a {@code data:} address, by the name the text has for it
     */
    static SafeHtml of(String written, boolean fetches, Function<String, Optional<String>> pictures) {
        OwnPictures own = new OwnPictures(pictures);
        Document document = new Cleaner(SAFE).clean(Jsoup.parse(written));
        int remote = 0;
        for (Element picture : document.select("img")) {
            String source = picture.attr("src");
            if (source.toLowerCase(Locale.ROOT).startsWith(CID)) {
                own.take(source.substring(CID.length()))
                        .ifPresentOrElse(bytes -> picture.attr("src", bytes), () -> describe(picture));
            } else if (!source.isEmpty()) {
                remote++;
                keep(picture, fetches);
            }
        }
        document.select("[style]").forEach(SafeHtml::style);
        document.outputSettings().prettyPrint(false);
        return new SafeHtml(document.body().html(), remote);
    }

    /** Each is fetched once, and all that stand in a page stay within what a page can carry. */
    private static final class OwnPictures {
        private final Function<String, Optional<String>> source;
        private final Map<String, Optional<String>> known = new HashMap<>();
        private int room = MOST_PICTURES;

        OwnPictures(Function<String, Optional<String>> source) {
            this.source = source;
        }

        Optional<String> take(String name) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("Nobody waits for this any more");
            }
            Optional<String> picture = known.computeIfAbsent(
                            name, first -> source.apply(first).filter(this::fits))
                    .filter(this::fits);
            room -= picture.map(String::length).orElse(0);
            return picture;
        }

        private boolean fits(String picture) {
            return picture.length() <= room;
        }
    }

    private static void keep(Element picture, boolean fetches) {
        if (!fetches) {
            describe(picture);
        }
    }

    /** In words, where it has some. */
    private static void describe(Element picture) {
        Element words = new Element("span").text(picture.attr("alt"));
        picture.replaceWith(words);
    }

    private static void style(Element element) {
        String safe = Arrays.stream(element.attr("style").split(";"))
                .map(String::strip)
                .filter(SafeHtml::isSafe)
                .collect(Collectors.joining("; "));
        if (safe.isEmpty()) {
            element.removeAttr("style");
        } else {
            element.attr("style", safe);
        }
    }

    private static boolean isSafe(String declaration) {
        int colon = declaration.indexOf(':');
        return colon > 0
                && STYLES.contains(declaration.substring(0, colon).strip().toLowerCase(Locale.ROOT))
                && VALUE.matcher(
                                COLOUR.matcher(declaration.substring(colon + 1)).replaceAll(""))
                        .matches();
    }
}
