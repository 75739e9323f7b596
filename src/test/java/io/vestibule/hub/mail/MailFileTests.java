package io.vestibule.hub.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.mail.mailbox.FileLimits;
import io.vestibule.hub.mail.parse.MailParser;
import io.vestibule.hub.mail.parse.ParsedMail.Skipped;
import io.vestibule.hub.mail.quarantine.MailLook;
import io.vestibule.platform.file.InspectedFile.Danger;
import io.vestibule.support.SampleArchives;
import io.vestibule.support.SampleFiles;
import io.vestibule.support.TestMail;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a file of a mail turns out to be. */
class MailFileTests {

    private static TestMail mail() {
        return TestMail.from("tom@mail.example").to("help@firm.example").subject("Files");
    }

    /** A mailbox may take documents with macros; a program behind one is no less a program. */
    @Test
    void ofAMailInsideTheWorstCounts() {
        byte[] inner = mail().attach("letter.docm", "application/x", SampleFiles.word("word/vbaProject.bin"))
                .attach("setup.exe", "application/x", SampleFiles.windowsProgram())
                .bytes();
        byte[] outer = mail().attach("inside.eml", "message/rfc822", inner).bytes();

        assertThat(MailFile.all(new MailParser().parse(outer))).singleElement().satisfies(file -> {
            assertThat(file.danger()).isEqualTo(Danger.PROGRAM);
            assertThat(file.remark()).isEqualTo("inside.eml contains setup.exe, which is a Windows program");
        });
    }

    @Test
    void aMailInAMailInAMailIsLookedIntoToo() {
        byte[] program = SampleFiles.windowsProgram();
        byte[] mail = mail().attach("setup.exe", "application/x", program).bytes();
        byte[] twice = mail().attach("first.eml", "message/rfc822", mail).bytes();
        byte[] thrice = mail().attach("second.eml", "message/rfc822", twice).bytes();

        assertThat(MailFile.all(new MailParser().parse(thrice)))
                .extracting(MailFile::remark)
                .containsExactly("second.eml contains first.eml, which contains setup.exe, which is a Windows program");
    }

    @Test
    void aProgramBehindMoreThanIsLookedIntoIsNotPassedOver() {
        TestMail many = mail();
        IntStream.range(0, MailParser.MAX_ATTACHMENTS)
                .forEach(i -> many.attach("note" + i + ".txt", "text/plain", SampleFiles.latin("x")));
        many.attach("setup.exe", "application/x", SampleFiles.windowsProgram());
        byte[] parts = SampleFiles.latin("From: a@mail.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
                + "--x\r\n\r\nx\r\n".repeat(1_000)
                + "--x\r\nContent-Disposition: attachment; filename=setup.exe\r\n\r\nMZ\r\n--x--\r\n");
        byte[] outer = mail().attach("files.eml", "message/rfc822", many.bytes())
                .attach("parts.eml", "message/rfc822", parts)
                .bytes();

        assertThat(MailFile.all(new MailParser().parse(outer)))
                .allMatch(file -> file.danger() == Danger.PROGRAM)
                .extracting(MailFile::remark)
                .containsExactly(
                        "files.eml holds more than is looked into", "parts.eml holds more than is looked into");
    }

    @Test
    void aMailThatLiesTooDeepInsideIsNotPassedOver() {
        byte[] mail = mail().text("The innermost").bytes();
        for (int i = 0; i < 5; i++) {
            mail = mail().attach("inside.eml", "message/rfc822", mail).bytes();
        }

        assertThat(MailFile.all(new MailParser().parse(mail))).singleElement().satisfies(file -> {
            assertThat(file.danger()).isEqualTo(Danger.PROGRAM);
            assertThat(file.remark()).endsWith("inside.eml, which lies deeper inside than is looked into");
        });
    }

    /** All of them together take what one may. */
    @Test
    void theFilesOfAMailShareTheCostOfALook() {
        byte[] zeros = SampleArchives.packed("gz", new byte[100 << 20]);
        TestMail mail = mail();
        List.of("a.gz", "b.gz", "c.gz").forEach(name -> mail.attach(name, "application/gzip", zeros));

        assertThat(MailFile.all(new MailParser().parse(mail.bytes())))
                .extracting(MailFile::danger)
                .containsExactly(Danger.NONE, Danger.NONE, Danger.PROGRAM);
    }

    @Test
    void whatIsMoreThanTheOneFileThatAMailboxTakesIsToldInWordsForOne() {
        TestMail mail = mail().attach("a.txt", "text/plain", SampleFiles.latin("a"));
        mail.attach("b.txt", "text/plain", SampleFiles.latin("b"));
        List<Skipped> left = new ArrayList<>();

        FileRoom.within(new FileLimits(9, 9, 1, true), MailFile.all(new MailParser().parse(mail.bytes())), left);

        assertThat(left).extracting(Skipped::reason).containsExactly("more than one file in one mail");
    }

    @Test
    void whoDecidesAboutAMailReadsWhatItsFilesAreNotWhatTheirSenderSays() {
        byte[] raw = mail().attach("report.pdf", "application/pdf", SampleFiles.windowsProgram())
                .bytes();

        assertThat(MailLook.of(raw).files())
                .extracting(MailLook.File::contentType)
                .containsExactly("application/x-msdownload");
    }
}
