package io.vestibule.hub.mail;

import io.vestibule.hub.inbox.InboxHandler.Handling;
import io.vestibule.hub.mail.mailbox.FileLimits;
import io.vestibule.hub.mail.mailbox.Mailbox;
import io.vestibule.hub.mail.mailbox.Mailboxes;
import io.vestibule.hub.mail.parse.ParsedMail.Skipped;
import io.vestibule.hub.mail.parse.ParsedMail.Why;
import io.vestibule.platform.file.InspectedFile.Danger;
import io.vestibule.platform.file.ScanResult;
import io.vestibule.platform.file.VirusScanner;
import io.vestibule.platform.web.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Decides which files of a mail go into the portal, or that the mail waits because of one. What the mailbox's limits
 * leave out is named; what is dangerous, infected or could not be scanned holds the whole mail until somebody lets it in.
 * An infected file never goes in.
 */
@Component
class MailFiles {

    /** It goes on by itself when the scanner answers; see {@link UnscannedMails}. */
    static final String NOT_SCANNED = "not-scanned";

    /** The scanner answers, but not about this file. */
    private static final String NOT_SCANNABLE = "not-scannable";

    /** After so many files of a mail that the scanner is silent about, it is not asked about the others. */
    private static final int SILENCES = 2;

    /** So often a mail comes back to a scanner that does not answer, over an hour and more, before a person is asked. */
    private static final int TRIES = 5;

    private final Mailboxes mailboxes;
    private final VirusScanner scanner;
    private final Times times;

    MailFiles(Mailboxes mailboxes, VirusScanner scanner, Times times) {
        this.mailboxes = mailboxes;
        this.scanner = scanner;
        this.times = times;
    }

    /** What becomes of a mail's files. */
    sealed interface Admission {

        /** The mail does not go on now. */
        record Stopped(Handling handling) implements Admission {}

        /**
         * The mail goes on with these.
         *
         * @param left those that stay out, with the reason
         * @param marks what readers have to know about those that went in all the same
         */
        record Admitted(List<MailFile> files, List<Skipped> left, List<String> marks) implements Admission {}
    }

    /** @param doubt of a file that nobody knows about, the reason to hold its mail */
    private record Scanned(MailFile file, ScanResult result, String doubt) {}

    Admission admit(MailCase mailCase) {
        FileLimits limits =
                mailboxes.find(mailCase.mailbox()).map(Mailbox::files).orElse(FileLimits.USUAL);
        List<Skipped> left = new ArrayList<>(mailCase.mail().skipped());
        List<Scanned> files = scanned(FileRoom.within(limits, MailFile.all(mailCase.mail()), left));
        files.stream()
                .filter(each -> each.file().inspected().remark() != null)
                .forEach(each -> mailCase.evidence().add(each.file().sentence()));
        List<Scanned> dangerous = files.stream()
                .filter(each -> !isInfected(each) && isDangerous(each.file(), limits))
                .toList();
        return infected(mailCase, files)
                .or(() -> dangerous(mailCase, dangerous))
                .or(() -> unscanned(mailCase, files))
                .<Admission>map(Admission.Stopped::new)
                .orElseGet(() -> admitted(mailCase, files, dangerous, left));
    }

    /** Once the scanner is found not to answer, the rest of the mail does not wait for it, too. */
    private List<Scanned> scanned(List<MailFile> files) {
        List<Scanned> scanned = new ArrayList<>();
        ScanResult.Unknown silence = null;
        String doubt = NOT_SCANNABLE;
        int silences = 0;
        for (MailFile file : files) {
            ScanResult result = silence == null ? scanner.scan(file.content()) : silence;
            if (silence == null && result instanceof ScanResult.Unknown unknown && unknown.passing()) {
                boolean well = scanner.isWell();
                doubt = well ? NOT_SCANNABLE : NOT_SCANNED;
                silences++;
                silence = well && silences < SILENCES ? null : unknown;
            }
            scanned.add(new Scanned(file, result, doubt));
        }
        return scanned;
    }

    private Optional<Handling> infected(MailCase mailCase, List<Scanned> files) {
        List<String> found = files.stream()
                .filter(each -> each.result() instanceof ScanResult.Infected)
                .map(each -> "%s (%s): %s".formatted(each.file().name(), size(each), signature(each)))
                .toList();
        return found.isEmpty() || mailCase.accepts("infected")
                ? Optional.empty()
                : Optional.of(new Handling.Held(
                        "infected",
                        "The virus scanner found something in " + String.join(", ", found)
                                + ". Such a file never goes into a request; let the mail in to take it without.",
                        null,
                        List.of()));
    }

    private Optional<Handling> dangerous(MailCase mailCase, List<Scanned> files) {
        return files.isEmpty() || mailCase.accepts("dangerous-file")
                ? Optional.empty()
                : Optional.of(new Handling.Held(
                        "dangerous-file",
                        files.stream()
                                        .map(each -> each.file().remark() + " (" + size(each) + ")")
                                        .collect(Collectors.joining("; "))
                                + ". Let the mail in if you know the sender and expect the file: it can then be saved, and nothing opens it by itself.",
                        null,
                        List.of()));
    }

    private Optional<Handling> unscanned(MailCase mailCase, List<Scanned> files) {
        Optional<Scanned> first = files.stream()
                .filter(MailFiles::isUnknown)
                .filter(each -> !mailCase.accepts(each.doubt()))
                .findFirst();
        return first.map(each -> unscanned(mailCase, each, (ScanResult.Unknown) each.result()));
    }

    private static Handling unscanned(MailCase mailCase, Scanned file, ScanResult.Unknown why) {
        String words = file.file().name() + " could not be scanned for viruses. " + why.words();
        if (why.passing() && mailCase.message().attempts() <= TRIES) {
            return new Handling.Retry(NOT_SCANNED, words, null);
        }
        return file.doubt().equals(NOT_SCANNED)
                ? new Handling.Held(
                        NOT_SCANNED,
                        words
                                + " The mail goes on by itself when the scanner answers; let it in to take it without a scan.",
                        null,
                        List.of())
                : new Handling.Held(
                        NOT_SCANNABLE,
                        words
                                + " It stays so; let the mail in to take it without a scan, or ask for the file in another form.",
                        null,
                        List.of());
    }

    private Admission admitted(MailCase mailCase, List<Scanned> files, List<Scanned> dangerous, List<Skipped> left) {
        List<String> marks = new ArrayList<>();
        letInBy(mailCase, "dangerous-file")
                .ifPresent(person -> dangerous.forEach(each -> marks.add(
                        "Let through by " + person + ": " + each.file().sentence())));
        files.stream()
                .filter(MailFiles::isUnknown)
                .forEach(each -> letInBy(mailCase, each.doubt())
                        .ifPresent(person -> marks.add("Let through by %s: %s was not scanned for viruses."
                                .formatted(person, each.file().name()))));
        files.stream()
                .filter(MailFiles::isInfected)
                .map(each -> new Skipped(each.file().name(), each.file().bytes(), Why.INFECTED, signature(each)))
                .forEach(left::add);
        List<MailFile> taken = files.stream()
                .filter(each -> !isInfected(each))
                .map(Scanned::file)
                .toList();
        return new Admission.Admitted(taken, List.copyOf(left), List.copyOf(marks));
    }

    private static Optional<String> letInBy(MailCase mailCase, String doubt) {
        return Optional.ofNullable(mailCase.message().accepted().get(doubt));
    }

    private static boolean isDangerous(MailFile file, FileLimits limits) {
        return file.danger() == Danger.PROGRAM || file.danger() == Danger.MACROS && limits.holdsMacros();
    }

    private static boolean isInfected(Scanned scanned) {
        return scanned.result() instanceof ScanResult.Infected;
    }

    private static boolean isUnknown(Scanned scanned) {
        return scanned.result() instanceof ScanResult.Unknown;
    }

    private static String signature(Scanned scanned) {
        return scanned.result() instanceof ScanResult.Infected infected ? infected.signature() : "nothing";
    }

    private String size(Scanned scanned) {
        return times.size(scanned.file().bytes());
    }
}
