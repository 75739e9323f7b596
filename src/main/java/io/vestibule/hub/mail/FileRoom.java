package io.vestibule.hub.mail;

import io.vestibule.hub.mail.mailbox.FileLimits;
import io.vestibule.hub.mail.parse.ParsedMail.Skipped;
import io.vestibule.hub.mail.parse.ParsedMail.Why;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What of a mail's files a mailbox has room for. Pictures of the text come last: they are the ones to be missed least. */
final class FileRoom {

    private static final long MEGABYTE = 1024 * 1024;

    private final FileLimits limits;
    private int files;
    private long bytes;

    private FileRoom(FileLimits limits) {
        this.limits = limits;
    }

    /** Those that fit, in their order. @param left gets the others */
    static List<MailFile> within(FileLimits limits, List<MailFile> all, List<Skipped> left) {
        FileRoom room = new FileRoom(limits);
        Set<MailFile> out = new HashSet<>();
        all.stream().sorted(Comparator.comparing(MailFile::inline)).forEach(file -> {
            Skipped skipped = room.objection(file);
            if (skipped != null) {
                out.add(file);
                left.add(skipped);
            }
        });
        return all.stream().filter(file -> !out.contains(file)).toList();
    }

    private @Nullable Skipped objection(MailFile file) {
        if (file.bytes() > limits.fileBytes()) {
            return left(file, Why.LARGER, limits.fileBytes() / MEGABYTE);
        }
        if (files >= limits.files()) {
            return left(file, Why.MORE_FILES, limits.files());
        }
        if (bytes + file.bytes() > limits.mailBytes()) {
            return left(file, Why.MORE, limits.mailBytes() / MEGABYTE);
        }
        files++;
        bytes += file.bytes();
        return null;
    }

    private static Skipped left(MailFile file, Why why, long limit) {
        return new Skipped(file.name(), file.bytes(), why, String.valueOf(limit));
    }
}
