package io.vestibule.hub.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.mail.parse.MailParser;
import io.vestibule.hub.mail.quarantine.MailLook;
import io.vestibule.platform.file.InspectedFile.Danger;
import io.vestibule.support.SampleFiles;
import io.vestibule.support.TestMail;
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
    void whoDecidesAboutAMailReadsWhatItsFilesAreNotWhatTheirSenderSays() {
        byte[] raw = mail().attach("report.pdf", "application/pdf", SampleFiles.windowsProgram())
                .bytes();

        assertThat(MailLook.of(raw).files())
                .extracting(MailLook.File::contentType)
                .containsExactly("application/x-msdownload");
    }
}
