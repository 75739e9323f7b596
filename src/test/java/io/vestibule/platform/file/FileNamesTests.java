package io.vestibule.platform.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Names of files that no computer stumbles over. */
class FileNamesTests {

    static Stream<Arguments> names() {
        return Stream.of(
                arguments("report.pdf", "report.pdf"),
                arguments("Grüße.txt", "Grüße.txt"),
                arguments("../../etc/passwd", "passwd"),
                arguments("C:\\Users\\x\\report.pdf", "report.pdf"),
                arguments("a\0b\r\nc.pdf", "ab c.pdf"),
                arguments("invoice\u202Efdp.exe", "invoicefdp.exe"),
                arguments("in\u200Bvo\u00ADice.pdf", "invoice.pdf"),
                arguments("report.pdf          .exe", "report_pdf .exe"),
                arguments("invoice.pdf.exe", "invoice_pdf.exe"),
                arguments("invoice.pdf.js", "invoice_pdf.js"),
                arguments("archive.tar.gz", "archive.tar.gz"),
                arguments("setup.exe. . ", "setup.exe"),
                arguments("...hidden", "hidden"),
                arguments("report.txt:evil.exe", "report.txt_evil.exe"),
                arguments("what?<now>*.txt", "what__now__.txt"),
                arguments("CON", "_CON"),
                arguments("aux.pdf", "_aux.pdf"),
                arguments("com1.tar.gz", "_com1.tar.gz"),
                arguments("console.pdf", "console.pdf"),
                arguments(" / ", "attachment-3.pdf"),
                arguments("\u202E", "attachment-3.pdf"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void aNameShowsWhatItIs(String stated, String safe) {
        assertThat(FileNames.safe(stated, "application/pdf", 3)).isEqualTo(safe);
    }

    @Test
    void aLongNameIsCutByItsBytesAndKeepsItsEnding() {
        String name = FileNames.safe("ü".repeat(100_000) + "\uD83D\uDCCE.docx", "", 1);

        assertThat(name).endsWith("ü.docx").startsWith("üü");
        assertThat(name.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(190, 200);
        assertThat(FileNames.safe("\uD83D\uDCCE".repeat(500), "", 1)).matches("(\uD83D\uDCCE)+");
    }

    @Test
    void equalNamesOfOneMailAreNumberedWhateverTheirCase() {
        assertThat(FileNames.distinct(List.of("a.pdf", "A.pdf", "a (2).pdf", "a.pdf", "b")))
                .containsExactly("a.pdf", "A (2).pdf", "a (2) (2).pdf", "a (3).pdf", "b");
    }
}
