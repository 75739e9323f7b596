package io.vestibule.platform.web;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Colour and shape of every status, so that a word looks the same on every page; templates call it as {@code @shapes}
 * through {@code fragments/badge.html}.
 */
@Component("shapes")
public class Shapes {

    private record Look(String colour, String icon) {}

    private static final Look UNKNOWN = new Look("grey", "ring");

    private static final Map<String, Look> STATUSES = Map.of(
            "new", new Look("blue", "ring"),
            "in-progress", new Look("indigo", "half"),
            "waiting-on-client", new Look("amber", "pause"),
            "done", new Look("green", "check"));

    private static final Map<String, Look> STATES = Map.ofEntries(
            Map.entry("applied", new Look("green", "check")),
            Map.entry("sent", new Look("green", "check")),
            Map.entry("delivered", new Look("green", "check")),
            Map.entry("not-needed", new Look("grey", "check")),
            Map.entry("put-away", new Look("grey", "check")),
            Map.entry("healthy", new Look("green", "check")),
            Map.entry("active", new Look("green", "check")),
            Map.entry("paid", new Look("green", "check")),
            Map.entry("met", new Look("green", "check")),
            Map.entry("done", new Look("green", "check")),
            Map.entry("received", new Look("blue", "ring")),
            Map.entry("ready", new Look("blue", "ring")),
            Map.entry("pending", new Look("blue", "ring")),
            Map.entry("waiting", new Look("blue", "ring")),
            Map.entry("open", new Look("blue", "ring")),
            Map.entry("running", new Look("blue", "ring")),
            Map.entry("invited", new Look("blue", "ring")),
            Map.entry("processing", new Look("indigo", "half")),
            Map.entry("sending", new Look("indigo", "half")),
            Map.entry("part-paid", new Look("indigo", "half")),
            Map.entry("retry", new Look("amber", "clock")),
            Map.entry("retrying", new Look("amber", "clock")),
            Map.entry("overdue", new Look("amber", "clock")),
            Map.entry("due-soon", new Look("amber", "clock")),
            Map.entry("paused", new Look("amber", "pause")),
            Map.entry("held", new Look("purple", "flag")),
            Map.entry("to-admit", new Look("purple", "flag")),
            Map.entry("interrupted", new Look("amber", "clock")),
            Map.entry("dead", new Look("red", "alert")),
            Map.entry("failed", new Look("red", "alert")),
            Map.entry("stopped", new Look("red", "alert")),
            Map.entry("breached", new Look("red", "alert")),
            Map.entry("refused", new Look("grey", "cross")));

    /** {@code IN_PROGRESS}, {@code in-progress} and an enum constant are one key. */
    public String key(@Nullable Object value) {
        return value == null
                ? "unknown"
                : value.toString().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String statusColour(String key) {
        return STATUSES.getOrDefault(key, UNKNOWN).colour();
    }

    public String statusIcon(String key) {
        return STATUSES.getOrDefault(key, UNKNOWN).icon();
    }

    public String stateColour(String key) {
        return STATES.getOrDefault(key, UNKNOWN).colour();
    }

    public String stateIcon(String key) {
        return STATES.getOrDefault(key, UNKNOWN).icon();
    }

    /** Addresses from vendors end up in links: anything but http and https becomes harmless. */
    public String webAddress(String url) {
        return url.startsWith("https://") || url.startsWith("http://") ? url : "#";
    }

    /** The hint for password stores and autofill; null where there is none to give. */
    public @Nullable String autocomplete(String type, String name) {
        if (type.equals("password")) {
            return name.startsWith("new") ? "new-password" : "current-password";
        }
        return type.equals("email") && name.equals("email") ? "email" : null;
    }
}
