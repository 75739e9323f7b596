package io.vestibule.hub.mail.parse;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks winmail.dat (MS-OXTNEF): the files in it, and the text where it has one; the text of a mail attached inside is
 * a file, too. Never throws; a broken file gives what stands before the break. Lengths are believed only as far as
 * there are bytes.
 */
final class Tnef {

    private static final int SIGNATURE = 0x223E9F78;
    private static final int MAX_FILES = 200;
    private static final int MAX_DEPTH = 3;

    private static final int SUBJECT = 0x8004;
    private static final int BODY = 0x800C;
    private static final int FILE_STARTS = 0x9002;
    private static final int FILE_NAME = 0x8010;
    private static final int FILE_CONTENT = 0x800F;
    private static final int FILE_PROPERTIES = 0x9005;
    private static final int MAIL_PROPERTIES = 0x9003;

    /** A file in it. */
    record File(
            String name, @Nullable String type, @Nullable String contentId, byte[] content) {}

    /**
     * What was found.
     *
     * @param partial whether not all is among it: the words of a mail inside that has them as RTF alone, or files beyond
     *     the limit
     */
    record Content(@Nullable String text, @Nullable String html, List<File> files, boolean partial) {}

    private @Nullable String subject;
    private @Nullable String text;
    private @Nullable String html;
    private byte @Nullable [] markup;
    private boolean partial;
    private final List<File> files = new ArrayList<>();
    private MapiProperties open = MapiProperties.NONE;
    private @Nullable String shortName;
    private byte @Nullable [] bytes;

    private Tnef() {}

    static Content read(byte[] raw) {
        Tnef tnef = new Tnef();
        tnef.read(raw, 0);
        return new Content(tnef.text, tnef.html, List.copyOf(tnef.files), tnef.partial);
    }

    private void read(byte[] raw, int depth) {
        ByteBuffer in = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
        try {
            if (in.getInt() != SIGNATURE) {
                return;
            }
            in.getShort();
            while (in.remaining() > 9 && files.size() < MAX_FILES) {
                in.get();
                int attribute = in.getInt() & 0xFFFF;
                take(attribute, MapiProperties.bytes(in, in.getInt()), depth);
                in.getShort();
            }
            partial |= in.remaining() > 9;
        } catch (BufferUnderflowException cut) {
            // What was complete is kept.
        }
        closeFile(depth);
    }

    private void take(int attribute, byte[] content, int depth) {
        switch (attribute) {
            case SUBJECT -> subject = subject == null ? string(content) : subject;
            case BODY -> text = text == null ? string(content) : text;
            case FILE_STARTS -> closeFile(depth);
            case FILE_NAME -> shortName = string(content);
            case FILE_CONTENT -> bytes = content;
            case FILE_PROPERTIES -> open = MapiProperties.read(content);
            case MAIL_PROPERTIES -> mail(MapiProperties.read(content));
            default -> {
                // Many more describe how Outlook shows it.
            }
        }
    }

    private void mail(MapiProperties properties) {
        String title = properties.text(MapiProperties.SUBJECT);
        String body = properties.text(MapiProperties.BODY);
        byte[] page = properties.binary(MapiProperties.HTML);
        // The attribute of the same meaning has no charset with it.
        subject = title == null ? subject : title;
        text = text == null ? body : text;
        if (html == null && page != null) {
            markup = page;
            html = Charsets.decode(page, properties.charset());
        }
    }

    private void closeFile(int depth) {
        byte[] content = bytes != null && bytes.length > 0 ? bytes : open.binary(MapiProperties.FILE);
        String name = open.text(MapiProperties.LONG_NAME);
        name = name == null ? shortName : name;
        // A mail that was attached in Outlook is a winmail.dat of its own
        if (content != null && isTnef(content) && depth < MAX_DEPTH) {
            Tnef inside = new Tnef();
            inside.read(content, depth + 1);
            add(inside, name);
        } else if (content != null) {
            files.add(new File(
                    name == null ? "" : name,
                    open.text(MapiProperties.TYPE),
                    open.text(MapiProperties.CONTENT_ID),
                    content));
        }
        open = MapiProperties.NONE;
        shortName = null;
        bytes = null;
    }

    private void add(Tnef mail, @Nullable String attachedAs) {
        File words = mail.words(attachedAs);
        if (words != null) {
            files.add(words);
        }
        files.addAll(mail.files);
        partial |= words == null || mail.partial;
    }

    /** What a mail inside says; null where it has neither plain text nor HTML. The HTML names its charset itself. */
    private @Nullable File words(@Nullable String attachedAs) {
        String title = subject == null || subject.isBlank() ? attachedAs : subject;
        String name = title == null || title.isBlank()
                ? "message"
                : title.replace('/', '_').replace('\\', '_');
        String plain = text;
        byte[] page = markup;
        if (plain != null && !plain.isBlank()) {
            return new File(name + ".txt", "text/plain", null, plain.getBytes(StandardCharsets.UTF_8));
        }
        return page == null ? null : new File(name + ".html", "text/html", null, page);
    }

    private static String string(byte[] content) {
        String decoded = Charsets.decode(content, null);
        int end = decoded.indexOf('\0');
        return (end < 0 ? decoded : decoded.substring(0, end)).strip();
    }

    static boolean isTnef(byte[] content) {
        return content.length > 4
                && ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).getInt() == SIGNATURE;
    }
}
