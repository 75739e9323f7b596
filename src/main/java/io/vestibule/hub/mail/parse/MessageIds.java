package io.vestibule.hub.mail.parse;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads Message-IDs from headers, as sloppy as they come; ids are given without angle brackets. */
final class MessageIds {

    /** References of a long thread are cut in the middle: the root and the latest ones count. */
    private static final int MAX_IDS = 100;

    private static final int MAX_LENGTH = 998;

    private MessageIds() {}

    /** The id of a Message-ID header, null when there is none. */
    static @Nullable String single(@Nullable String header) {
        List<String> all = header == null ? List.of() : list(header);
        return all.isEmpty() ? null : all.getFirst();
    }

    /** All ids in their order; what no database keeps is replaced, as in the inbox. */
    static List<String> list(String given) {
        String header = given.replace('\0', '\uFFFD');
        List<String> ids = new ArrayList<>();
        // Plain searching, because headers are written by anybody: this costs no more than reading them once.
        int open = -1;
        for (int at = 0; at < header.length(); at++) {
            char letter = header.charAt(at);
            if (letter == '<') {
                open = at;
            } else if (letter == '>') {
                if (open >= 0) {
                    add(ids, header.substring(open + 1, at).replaceAll("\\s+", ""));
                }
                open = -1;
            }
        }
        if (ids.isEmpty()) {
            for (String token : header.strip().split("[\\s,]+", MAX_IDS)) {
                add(ids, token.replaceAll("[<>]", ""));
            }
        }
        return List.copyOf(ids);
    }

    private static void add(List<String> ids, String id) {
        boolean usable = !id.isBlank() && id.length() <= MAX_LENGTH;
        if (!usable || ids.contains(id)) {
            return;
        }
        if (ids.size() >= MAX_IDS) {
            ids.remove(1);
        }
        ids.add(id);
    }
}
