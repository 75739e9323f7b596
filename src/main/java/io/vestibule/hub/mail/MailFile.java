package io.vestibule.hub.mail;

import io.vestibule.hub.mail.parse.MailParser;
import io.vestibule.hub.mail.parse.ParsedMail;
import io.vestibule.hub.mail.parse.ParsedMail.Attachment;
import io.vestibule.platform.file.InspectedFile;
import io.vestibule.platform.file.InspectedFile.Danger;
import io.vestibule.platform.file.LookLimits;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A file of a mail as it turned out to be.
 *
 * @param number its place in the mail, from 1
 * @param inline a picture that the mail's text shows, as a signature's logo
 */
record MailFile(int number, Attachment file, InspectedFile inspected, boolean inline) {

    private static final String MAIL = "message/rfc822";

    static List<MailFile> all(ParsedMail mail) {
        List<Attachment> files = mail.attachments();
        String html = Objects.requireNonNullElse(mail.html(), "");
        LookLimits limits = new LookLimits();
        return IntStream.range(0, files.size())
                .mapToObj(at -> of(at + 1, files.get(at), html, limits))
                .toList();
    }

    private static MailFile of(int number, Attachment file, String html, LookLimits limits) {
        InspectedFile inspected = inspected(file, limits);
        boolean inline = file.contentId() != null
                && inspected.type().startsWith("image/")
                && html.contains("cid:" + file.contentId());
        return new MailFile(number, file, inspected, inline);
    }

    private static InspectedFile inspected(Attachment file, LookLimits limits) {
        InspectedFile own = InspectedFile.of(file.name(), file.content(), limits);
        return own.type().equals(MAIL) ? inside(file.content(), own, limits) : own;
    }

    /** A mail that is handed on counts like an archive: by the worst in it, and as a program where that can't be seen. */
    private static InspectedFile inside(byte[] mail, InspectedFile own, LookLimits limits) {
        try {
            limits.enterMail(mail);
            return worst(new MailParser().parse(mail), own, limits);
        } catch (LookLimits.Reached reached) {
            return new InspectedFile(MAIL, Danger.PROGRAM, reached.getMessage());
        } finally {
            limits.leaveMail(mail);
        }
    }

    private static InspectedFile worst(ParsedMail mail, InspectedFile own, LookLimits limits)
            throws LookLimits.Reached {
        InspectedFile worst = own;
        for (Attachment file : mail.attachments()) {
            limits.nextFile();
            InspectedFile found = carried(file, inspected(file, limits));
            worst = found.danger().compareTo(worst.danger()) > 0 ? found : worst;
        }
        return worst.danger() != Danger.PROGRAM && mail.leavesOut()
                ? new InspectedFile(MAIL, Danger.PROGRAM, "holds more than is looked into")
                : worst;
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
