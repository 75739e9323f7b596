package io.vestibule.hub.mail;

import io.vestibule.hub.mail.parse.MailParser;
import io.vestibule.hub.mail.parse.ParsedMail;
import io.vestibule.hub.mail.parse.ParsedMail.Attachment;
import io.vestibule.platform.file.InspectedFile;
import io.vestibule.platform.file.InspectedFile.Danger;
import io.vestibule.platform.file.LookLimits;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A file of a mail as it turned out to be.
 *
 * @param number its place in the mail, from 1
 * @param inline a picture that the mail's text shows, as a signature's logo
 */
record MailFile(int number, Attachment file, InspectedFile inspected, boolean inline) {

    private static final String MAIL = "message/rfc822";

    /** Mails handed on in mails handed on. */
    private static final int DEEPEST = 4;

    static List<MailFile> all(ParsedMail mail) {
        List<Attachment> files = mail.attachments();
        String html = Objects.requireNonNullElse(mail.html(), "");
        LookLimits limits = new LookLimits();
        return IntStream.range(0, files.size())
                .mapToObj(at -> of(at + 1, files.get(at), html, limits))
                .toList();
    }

    private static MailFile of(int number, Attachment file, String html, LookLimits limits) {
        InspectedFile inspected = inspected(file, 1, limits);
        boolean inline = file.contentId() != null
                && inspected.type().startsWith("image/")
                && html.contains("cid:" + file.contentId());
        return new MailFile(number, file, inspected, inline);
    }

    private static InspectedFile inspected(Attachment file, int depth, LookLimits limits) {
        InspectedFile own = InspectedFile.of(file.name(), file.content(), limits);
        return own.type().equals(MAIL) ? inside(file, own, depth, limits) : own;
    }

    /** A mail that is handed on brings its files along, and the worst of them counts. */
    private static InspectedFile inside(Attachment mail, InspectedFile own, int depth, LookLimits limits) {
        if (depth > DEEPEST) {
            return new InspectedFile(MAIL, Danger.PROGRAM, "lies deeper inside than is looked into");
        }
        Stream<InspectedFile> carried = new MailParser()
                .parse(mail.content()).attachments().stream()
                        .map(file -> carried(file, inspected(file, depth + 1, limits)));
        return Stream.concat(Stream.of(own), carried)
                .min(Comparator.comparing(InspectedFile::danger).reversed())
                .orElse(own);
    }

    private static InspectedFile carried(Attachment file, InspectedFile found) {
        return new InspectedFile(MAIL, found.danger(), "contains " + file.name() + ", which " + found.remark());
    }

    /** The HTML with this picture under another name. */
    String named(String html, String name) {
        return html.replaceAll(
                "cid:" + Pattern.quote(String.valueOf(file.contentId())) + "(?=[\"'\\s>)])",
                Matcher.quoteReplacement("cid:" + name));
    }

    String name() {
        return file.name();
    }

    byte[] content() {
        return file.content();
    }

    long bytes() {
        return file.content().length;
    }

    Danger danger() {
        return inspected.danger();
    }

    /** With its name; only of a file that something is unusual about. */
    String remark() {
        return file.name() + " " + inspected.remark();
    }

    String sentence() {
        return remark() + ".";
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
