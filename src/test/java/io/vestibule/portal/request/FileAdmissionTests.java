package io.vestibule.portal.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.platform.file.VirusScanner;
import io.vestibule.portal.request.FileAdmission.Objection;
import io.vestibule.portal.request.UploadSettings.Refused;
import io.vestibule.support.PortalTest;
import io.vestibule.support.SampleFiles;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What of dangerous files is refused by the firm's setting, where there is no virus scanner. */
class FileAdmissionTests extends PortalTest {

    @Autowired
    private VirusScanner none;

    @Autowired
    private FileAdmission usual;

    private FileAdmission refusing(Refused what) {
        return new FileAdmission(none, new UploadSettings(what));
    }

    @Test
    void aFirmMayRefuseProgramsAndMacros() {
        byte[] program = SampleFiles.windowsProgram();
        byte[] macros = SampleFiles.word("word/vbaProject.bin");

        assertThat(usual.objection("setup.exe", program)).isEmpty();
        assertThat(refusing(Refused.PROGRAMS).objection("setup.exe", program))
                .contains(new Objection.Dangerous("is a Windows program"));
        assertThat(refusing(Refused.PROGRAMS).objection("letter.docm", macros)).isEmpty();
        assertThat(refusing(Refused.PROGRAMS_AND_MACROS).objection("letter.docm", macros))
                .contains(new Objection.Dangerous("holds macros, which are programs"));
        assertThat(refusing(Refused.PROGRAMS_AND_MACROS).objection("a.pdf", SampleFiles.pdf()))
                .isEmpty();
    }
}
