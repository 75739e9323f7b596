package io.vestibule.bench;

import io.vestibule.bench.machine.BenchFirm;
import io.vestibule.support.TestMail;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Mails to the firm: made ones from clients it knows, every fourth in answer to an older one, and collected real ones. */
public final class MailNews {

    private static final String DOMAIN = "@mail.bench.example";
    private static final int REAL_AT_MOST = 256_000;
    private static final String TEXT = """
            Hello,

            please find our question number %d below. We have changed the address of the warehouse, and the two invoices
            of last week still show the old one. Could you send them anew, and tell us whether the return is affected?

            Kind regards
            The books of %s

            On Monday, Bench & Partners wrote:
            > Thank you for your message. We have passed it on to the person who looks after you.
            > You will hear from us by tomorrow noon.
            """;

    private MailNews() {}

    /** The Message-ID of the made mail with this number. */
    static String messageId(String series, int number) {
        return "<" + series + "-" + number + DOMAIN + ">";
    }

    static String subject(String series, int number) {
        return "Bench question " + series + " " + number;
    }

    public static boolean isReply(int number) {
        return number % 4 == 3;
    }

    public static TestMail made(String series, int number) {
        int client = (isReply(number) ? number - 1 : number) % BenchFirm.CLIENTS + 1;
        TestMail mail = TestMail.from("Books <" + BenchFirm.email(client) + ">")
                .to(BenchFirm.MAILBOX)
                .subject((isReply(number) ? "Re: " : "") + subject(series, isReply(number) ? number - 1 : number))
                .header("Message-ID", messageId(series, number))
                .text(TEXT.formatted(number, BenchFirm.clientName(client)));
        return isReply(number) ? mail.replyingTo(messageId(series, number - 1)) : mail;
    }

    /** A mail that is about so large as it travels. */
    static TestMail large(String series, int bytes) {
        byte[] content = new byte[(int) (bytes / 78.0 * 57)];
        new Random(17).nextBytes(content);
        return made(series, 0).attach("scan.pdf", "application/pdf", content);
    }

    /** Mails that others collected, byte for byte; none where they are not beside the checkout. */
    static List<byte[]> real(int atMost) {
        Path folder = Path.of("..", "shared", "email");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".eml"))
                    .filter(file -> file.toFile().length() < REAL_AT_MOST)
                    .sorted()
                    .limit(atMost)
                    .map(MailNews::bytes)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
