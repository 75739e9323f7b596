package io.vestibule.hub.mail.explain;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Mails mangled at random, from our own and those of the corpus; a seed and a number always give the same one. */
final class MangledMails {

    private static final Path CORPUS = Path.of("../shared/email");
    private static final int MAX_MAIL = 100_000;

    /** What means something to those who read mails. */
    private static final List<String> TOKENS = List.of(
            "\r\n",
            "\n\n",
            "--x\r\n",
            "--x--\r\n",
            "=?utf-8?q?",
            "?=",
            "=?utf-8?B?",
            "<",
            ">",
            "\"",
            "(",
            ")",
            ";",
            ":",
            "=",
            "=0D=0A",
            "\0",
            "\u00ff\u00fe",
            "Content-Type: multipart/mixed; boundary=x\r\n",
            "Content-Type: text/html\r\n",
            "Content-Transfer-Encoding: base64\r\n",
            "; charset=utf-16",
            "; charset=utf-7",
            "filename*0*=''%",
            "> ",
            "On 1 May 2026, a@b.example wrote:\r\n",
            "From: a <a@b.example>\r\n",
            "Subject: ",
            "-----Original Message-----\r\n",
            "begin 644 x\r\n",
            "BEGIN:VEVENT\r\n",
            "RRULE:FREQ=SECONDLY\r\n",
            "<blockquote>",
            "<div id=divRplyFwdMsg>",
            "<p>",
            "&nbsp;",
            "-- \r\n",
            "+AGE-",
            "\u001b$B",
            " ",
            "a");

    private static final String HEAD =
            "From: =?utf-8?q?Ann?= <ann@client.example>\r\nTo: help@firm.example, \"T, L\" <t@firm.example>\r\n"
                    + "Subject: Fwd: =?iso-8859-1?B?R3L832U=?=\r\nMessage-ID: <1@client.example>\r\nReferences: <0@x> <00@x>\r\n";

    private static final String CALENDAR =
            "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VTIMEZONE\r\nTZID:Z\r\nBEGIN:STANDARD\r\n"
                    + "DTSTART:16010101T030000\r\nTZOFFSETTO:+0100\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\n"
                    + "END:VTIMEZONE\r\nBEGIN:VEVENT\r\nDTSTART;TZID=Z:20261130T100000\r\nATTENDEE;CN=\"A\":mailto:a@b.example\r\n"
                    + "END:VEVENT\r\nEND:VCALENDAR\r\n";

    private static final String TNEF = Base64.getMimeEncoder().encodeToString(new byte[] {
        0x78,
        (byte) 0x9F,
        0x3E,
        0x22,
        1,
        0,
        2,
        0x10,
        (byte) 0x80,
        1,
        0,
        3,
        0,
        0,
        0,
        'a',
        'b',
        0,
        0,
        0,
        2,
        0x0F,
        (byte) 0x80,
        6,
        0,
        2,
        0,
        0,
        0,
        'x',
        'y',
        0,
        0
    });

    /** One of each kind that has a reader of its own. */
    private static final List<String> BODIES = List.of(
            "Content-Type: text/plain; charset=utf-8; format=flowed\r\n\r\nYes. \r\nno\r\n\r\n-- \r\nAnn\r\n\r\n"
                    + "On 3 Nov 2026, Tom <t@firm.example> wrote:\r\n> Shall we?\r\n",
            "Content-Type: text/html\r\n\r\n<div>Yes.</div><div class=gmail_quote>On 3 Nov Ann wrote:"
                    + "<blockquote type=cite>Shall we?</blockquote></div>",
            "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nHello\r\n--x\r\n"
                    + "Content-Type: text/calendar\r\n\r\n" + CALENDAR
                    + "\r\n--x\r\nContent-Type: application/ms-tnef\r\n"
                    + "Content-Transfer-Encoding: base64\r\n\r\n" + TNEF
                    + "\r\n--x\r\nContent-Type: message/rfc822\r\n\r\n"
                    + "Subject: inside\r\n\r\ntext\r\n--x--\r\n",
            "Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                    + "MIAGCSqGSIb3DQEHAqCAMIACAQExADCABgkqhkiG9w0BBwGggASABAJoaQAAAAAAAAAAAAAAAAAA\r\n",
            "Content-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n--x\r\n\r\nSorry\r\n--x\r\n"
                    + "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\nAction: failed\r\n"
                    + "Final-Recipient: rfc822; a@b.example\r\nStatus: 5.1.1\r\n--x\r\nContent-Type: text/rfc822-headers\r\n\r\n"
                    + "Message-ID: <9@firm.example>\r\n--x--\r\n",
            "\r\nSee it.\r\n\r\nbegin 644 cat.txt\r\n#0V%T\r\n`\r\nend\r\n\r\n---------- Forwarded message ---------\r\n"
                    + "From: B <b@x.example>\r\nDate: Monday\r\nSubject: Rent\r\nTo: c@x.example\r\n\r\nThe rent\r\n",
            "\r\n-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA1\r\n\r\nPay\r\n-----BEGIN PGP SIGNATURE-----\r\n\r\nx\r\n"
                    + "-----END PGP SIGNATURE-----\r\n");

    private final List<byte[]> mails = mails();
    private final long seed;

    MangledMails(long seed) throws IOException {
        this.seed = seed;
    }

    byte[] mail(int number) {
        return new Mangling(mails, new Random(seed + number)).mail();
    }

    private record Mangling(List<byte[]> mails, Random random) {

        byte[] mail() {
            byte[] mail = mails.get(random.nextInt(mails.size()));
            int changes = 1 + random.nextInt(8);
            for (int i = 0; i < changes; i++) {
                mail = changed(mail);
            }
            return mail;
        }

        private byte[] changed(byte[] mail) {
            int from = random.nextInt(mail.length + 1);
            int to = Math.min(mail.length, from + random.nextInt(1 + (random.nextBoolean() ? 20 : mail.length)));
            byte[] token = TOKENS.get(random.nextInt(TOKENS.size())).getBytes(StandardCharsets.ISO_8859_1);
            return switch (random.nextInt(7)) {
                case 0 -> joined(mail, from, new byte[0], to);
                case 1 -> joined(mail, from, token, from);
                case 2 -> joined(mail, from, repeated(token, 1 + random.nextInt(2_000)), to);
                case 3 -> joined(mail, from, Arrays.copyOfRange(mail, from, to), from);
                case 4 -> joined(mail, from, pieceOf(mails.get(random.nextInt(mails.size()))), from);
                case 5 -> Arrays.copyOf(mail, from);
                default -> flipped(mail);
            };
        }

        private byte[] flipped(byte[] mail) {
            byte[] flipped = mail.clone();
            for (int i = 0; i < Math.min(flipped.length, 10); i++) {
                flipped[random.nextInt(flipped.length)] = (byte) random.nextInt(256);
            }
            return flipped;
        }

        private byte[] pieceOf(byte[] mail) {
            int from = random.nextInt(mail.length + 1);
            return Arrays.copyOfRange(mail, from, Math.min(mail.length, from + random.nextInt(2_000)));
        }
    }

    private static byte[] repeated(byte[] token, int times) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) {
            all.writeBytes(token);
        }
        return all.toByteArray();
    }

    private static byte[] joined(byte[] mail, int end, byte[] between, int from) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(mail, 0, end);
        all.writeBytes(between);
        all.write(mail, from, mail.length - from);
        return all.toByteArray();
    }

    private static List<byte[]> mails() throws IOException {
        List<byte[]> mails = new ArrayList<>(own());
        if (Files.isDirectory(CORPUS)) {
            try (Stream<Path> files = Files.walk(CORPUS)) {
                for (Path file : files.filter(path -> path.toString().endsWith(".eml"))
                        .sorted()
                        .toList()) {
                    byte[] mail = Files.readAllBytes(file);
                    mails.add(mail.length > MAX_MAIL ? Arrays.copyOf(mail, MAX_MAIL) : mail);
                }
            }
        }
        return mails;
    }

    private static List<byte[]> own() {
        return BODIES.stream()
                .map(body -> (HEAD + body).getBytes(StandardCharsets.ISO_8859_1))
                .toList();
    }
}
