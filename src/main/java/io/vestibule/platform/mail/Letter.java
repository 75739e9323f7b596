package io.vestibule.platform.mail;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a mail says, written once and shown twice: as plain text and as HTML, for the reader's mail program to choose from.
 * Whatever it holds is text; no part of it ever becomes markup.
 *
 * @param language of our own words in it
 */
public record Letter(Locale language, List<Part> parts) {

    public Letter {
        parts = List.copyOf(parts);
    }

    /** One piece; a free line stands between two. */
    public sealed interface Part {

        /** Our own words. Addresses of pages in it become links. */
        record Paragraph(String text) implements Part {}

        /** The same in small print. */
        record Small(String text) implements Part {}

        /** What somebody else wrote, set off from our own words. */
        record Words(String text) implements Part {}

        /** The way to a page: a button, or its label and address. */
        record Door(String label, String url) implements Part {}

        /** The same in small print, without a button. */
        record SmallDoor(String label, String url) implements Part {}
    }

    /** A text that was written as such. */
    public static Letter of(Locale language, String text) {
        return new Letter(
                language,
                Arrays.stream(text.strip().split("\\R[ \\t]*\\R", -1))
                        .map(String::strip)
                        .<Part>map(Part.Paragraph::new)
                        .toList());
    }

    public String text() {
        return parts.stream().map(Letter::text).collect(Collectors.joining("\n\n", "", "\n"));
    }

    /** A whole page that fetches nothing from anywhere. */
    public String html(String title) {
        return LetterHtml.page(this, title);
    }

    private static String text(Part part) {
        return switch (part) {
            case Part.Paragraph paragraph -> paragraph.text();
            case Part.Small small -> small.text();
            case Part.Words words -> words.text().strip();
            case Part.Door door -> door.label() + ": " + door.url();
            case Part.SmallDoor door -> door.label() + ": " + door.url();
        };
    }
}
