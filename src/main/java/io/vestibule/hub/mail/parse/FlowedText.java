package io.vestibule.hub.mail.parse;

import java.util.Iterator;

/** Joins the lines of a text in the format flowed (RFC 3676) to the paragraphs their writer saw. */
final class FlowedText {

    private FlowedText() {}

    /** @param delSp whether the space at the end of a flowed line is no part of the text */
    static String of(String text, boolean delSp) {
        StringBuilder joined = new StringBuilder(text.length());
        int openDepth = -1;
        boolean first = true;
        Iterator<String> lines = text.lines().iterator();
        while (lines.hasNext()) {
            String line = lines.next();
            int depth = depth(line);
            String content = line.substring(depth);
            // A space is stuffed in before quote marks, "From " and spaces.
            content = content.startsWith(" ") ? content.substring(1) : content;
            boolean signature = content.equals("-- ");
            boolean goesOn = openDepth == depth && !signature;
            if (!goesOn) {
                joined.append(first ? "" : "\n").append(marks(depth));
            }
            first = false;
            boolean flows = content.endsWith(" ") && !signature;
            joined.append(flows && delSp ? content.substring(0, content.length() - 1) : content);
            openDepth = flows ? depth : -1;
        }
        return joined.toString();
    }

    private static int depth(String line) {
        int depth = 0;
        while (depth < line.length() && line.charAt(depth) == '>') {
            depth++;
        }
        return depth;
    }

    private static String marks(int depth) {
        return depth == 0 ? "" : ">".repeat(depth) + " ";
    }
}
