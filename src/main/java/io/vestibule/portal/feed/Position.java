package io.vestibule.portal.feed;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the log: the stamp of the writing transaction and the count within the log. The order of these pairs, cut off below the
 * oldest running transaction, never lets a reader pass an event that is committed later.
 *
 * @param stamp by {@link FeedClock}
 */
record Position(long stamp, long position) {

    static final Position START = new Position(0, 0);

    private static final Pattern CURSOR = Pattern.compile("([0-9]{1,18})\\.([0-9]{1,18})");

    static Position of(String cursor) {
        Matcher parts = CURSOR.matcher(cursor);
        if (!parts.matches()) {
            throw new IllegalArgumentException("Not a cursor of this feed; use a nextCursor or cursor it gave");
        }
        return new Position(Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2)));
    }

    String cursor() {
        return stamp + "." + position;
    }
}
