package io.vestibule.platform.web;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a timeline, in the portal and in the console: who did what, when, by which channel, with the evidence
 * folded under it. All texts are ready to show and are escaped by the page.
 *
 * @param anchor id of the element, unique on the page
 * @param channel "by email"; null when it is the product itself
 * @param mark a word that must not be missed ("Internal note, never shown to the client"); null for none
 * @param text what was written; null for a mere fact
 * @param folded quoted text that was cut, shown on demand
 * @param evidence why it was understood this way and what became of it
 * @param link what it names at its end, to follow; null for nothing
 */
public record TimelineEntry(
        String anchor,
        Kind kind,
        String who,
        String did,
        @Nullable String channel,
        Instant at,
        @Nullable String mark,
        @Nullable String text,
        @Nullable String folded,
        List<TimelineFile> files,
        List<String> evidence,
        @Nullable TimelineLink link) {

    /** Decides the icon and the look. */
    public enum Kind {
        COMMENT("message"),
        MAIL("mail"),
        NOTE("note"),
        STATUS("arrow"),
        DELIVERY("external"),
        RECEIVED("arrow"),
        PROBLEM("alert"),
        DONE("check"),
        FACT("ring");

        private final String icon;

        Kind(String icon) {
            this.icon = icon;
        }

        public String icon() {
            return icon;
        }
    }

    /**
     * @param url path inside the product
     * @param remark what to know before opening it, to follow its name; null when nothing is unusual
     */
    public record TimelineFile(
            String name, long bytes, String url, @Nullable String remark) {}

    /** @param url path inside the product */
    public record TimelineLink(String words, String url) {}

    /** A fact without text: a status change, a delivery, a step of a message. */
    public static TimelineEntry fact(String anchor, Kind kind, String who, String did, Instant at) {
        return new TimelineEntry(anchor, kind, who, did, null, at, null, null, null, List.of(), List.of(), null);
    }

    public TimelineEntry withEvidence(List<String> lines) {
        return new TimelineEntry(
                anchor, kind, who, did, channel, at, mark, text, folded, files, List.copyOf(lines), link);
    }

    public TimelineEntry withText(@Nullable String shown) {
        return new TimelineEntry(anchor, kind, who, did, channel, at, mark, shown, folded, files, evidence, link);
    }
}
