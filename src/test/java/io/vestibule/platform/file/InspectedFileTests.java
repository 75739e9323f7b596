package io.vestibule.platform.file;

import static io.vestibule.support.SampleFiles.changed;
import static io.vestibule.support.SampleFiles.latin;
import static io.vestibule.support.SampleFiles.ole;
import static io.vestibule.support.SampleFiles.pdf;
import static io.vestibule.support.SampleFiles.png;
import static io.vestibule.support.SampleFiles.windowsProgram;
import static io.vestibule.support.SampleFiles.word;
import static io.vestibule.support.SampleFiles.zip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.vestibule.platform.file.InspectedFile.Danger;
import io.vestibule.support.Allocated;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a file is by its content, and what is said against opening it. */
class InspectedFileTests {

    private static final String NO_CLASS = "00".repeat(16);
    private static final String INSTALLER = "84100c0000000000c000000000000046";
    private static final int FLAGS = 8;
    private static final int METHOD = 10;
    private static final int PACKED = 20;
    private static final int UNPACKED = 24;

    /** Folders, so that there is hardly anything else to look at. */
    @Test
    void whatStandsInAnArchiveIsReadOnce() throws Exception {
        Map<String, byte[]> folders = new HashMap<>();
        for (int number = 0; number < 1_900; number++) {
            folders.put(number + "x".repeat(2_000) + "/", new byte[0]);
        }
        byte[] archive = zip(folders);
        InspectedFile.of("small.zip", zip("a/", new byte[0])); // reads the table of types
        long once = Allocated.during(() -> ZipLook.of(archive));

        assertThat(Allocated.during(() -> InspectedFile.of("files.zip", archive)))
                .isLessThan(once * 3 / 2);
    }

    static Stream<Arguments> harmless() {
        String office = "application/vnd.openxmlformats-officedocument.";
        return Stream.of(
                arguments("report.pdf", pdf(), "application/pdf", null),
                arguments("logo.png", png(1), "image/png", null),
                arguments("logo.jpg", png(1), "image/png", null),
                arguments("no name", pdf(), "application/pdf", null),
                arguments("letter.docx", word(), office + "wordprocessingml.document", null),
                arguments("letter.doc", word(), office + "wordprocessingml.document", null),
                arguments("table.xls", ole(NO_CLASS, "Workbook"), "application/vnd.ms-excel", null),
                arguments("mail.msg", ole(NO_CLASS, "__properties_version1.0"), "application/vnd.ms-outlook", null),
                arguments("table.csv", latin("a;b\n1;2\n"), "text/csv", null),
                arguments("mail.eml", latin("some words\n"), "message/rfc822", null),
                arguments("notes.txt", latin("MZ is how these notes begin\n"), "text/plain", null),
                arguments("remarks.txt", latin("rem tene, verba sequentur\n"), "text/plain", null),
                arguments("files.zip", zip("report.pdf", pdf()), "application/zip", null),
                arguments("files.zip", zip("folder/letter.docx", word()), "application/zip", null),
                arguments("odd.xyz", new byte[] {0, 1, 2, 3}, "application/octet-stream", null),
                arguments("empty.txt", new byte[0], "text/plain", null),
                arguments("report.pdf", png(1), "image/png", "is named like a PDF document, but is a PNG image"),
                arguments(
                        "report.pdf",
                        new byte[] {0, 1, 2, 3},
                        "application/octet-stream",
                        "is named like a PDF document, but is a file of no known kind"),
                arguments(
                        "letter.docx",
                        ole(NO_CLASS, "EncryptedPackage"),
                        "application/x-tika-ooxml-protected",
                        "is named like a Word document, but is an Office document with a password"));
    }

    @ParameterizedTest
    @MethodSource("harmless")
    void theContentSaysWhatAFileIs(String name, byte[] content, String type, @Nullable String remark) {
        assertThat(InspectedFile.of(name, content)).isEqualTo(new InspectedFile(type, Danger.NONE, remark));
    }

    static Stream<Arguments> programs() {
        byte[] disk = new byte[33_000];
        System.arraycopy(latin("CD001"), 0, disk, 32_769, 5);
        byte[] twoFiles = zip(Map.of("a.txt", latin("a"), "b.txt", latin("b")));
        return Stream.of(
                arguments("setup.exe", windowsProgram(), "is a Windows program"),
                arguments("report.pdf", windowsProgram(), "is named like a PDF document, but is a Windows program"),
                arguments("tool", latin("\u007fELF\2\1\1\0\0\0\0\0\0\0\0\0\2\0>\0"), "is a Linux program"),
                arguments("run.sh", latin("#!/bin/sh\nrm -rf ~\n"), "is a script"),
                arguments("invoice.js", latin("eval('1')"), "is named like a script"),
                arguments("photo.jpg", latin("L\0\0\0\1\24\2\0\0\0\0\0\300\0\0\0\0\0\0F"), "is a shortcut"),
                arguments("link.txt", latin("[InternetShortcut]\r\nURL=file://evil.example/x\r\n"), "is a shortcut"),
                arguments("setup.doc", ole(INSTALLER, "x"), "is named like a Word document, but is an installer"),
                arguments("disk.bin", disk, "is a disk image"),
                arguments("photos.rar", latin("Rar!\32\7\0\0\0\0\0"), "is a RAR archive, which is not looked into"),
                arguments("docs.zip", zip("a/run.js", latin("x")), "contains run.js, a script"),
                arguments("docs.zip", zip("report.pdf", windowsProgram()), "contains report.pdf, a Windows program"),
                arguments("docs.zip", word("setup.exe"), "contains setup.exe, a Windows program"),
                arguments("docs.zip", zip("a.xlsm", word()), "contains a.xlsm, a document with macros"),
                arguments(
                        "docs.zip",
                        changed(twoFiles, FLAGS, 0x0801 | 8, 2),
                        "is encrypted, so nobody can look into it"),
                arguments("docs.zip", changed(twoFiles, METHOD, 99, 2), "is packed in a way that is not looked into"),
                arguments("docs.zip", changed(twoFiles, UNPACKED, Integer.MAX_VALUE, 4), "unpacks to more than 1 GB"),
                arguments(
                        "docs.zip",
                        changed(twoFiles, PACKED, 1_000_000, 4),
                        "is built in a way that programs read differently"),
                arguments(
                        "docs.zip",
                        Arrays.copyOf(twoFiles, twoFiles.length - 30),
                        "is damaged, so nobody can look into it"),
                arguments(
                        "tool.zip",
                        zip(Map.of("META-INF/MANIFEST.MF", latin("x"), "A.class", latin("x"))),
                        "is a Java program"));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void whatCouldRunIsToldWhateverItIsCalled(String name, byte[] content, String remark) {
        InspectedFile file = InspectedFile.of(name, content);

        assertThat(file.remark()).endsWith(remark);
        assertThat(file.danger()).isEqualTo(Danger.PROGRAM);
    }

    @Test
    void documentsWithMacrosAreADangerOfTheirOwn() {
        assertThat(InspectedFile.of("letter.docx", word("word/vbaProject.bin")).danger())
                .isEqualTo(Danger.MACROS);
        assertThat(InspectedFile.of("table.xls", ole(NO_CLASS, "Workbook", "_VBA_PROJECT_CUR"))
                        .danger())
                .isEqualTo(Danger.MACROS);
        assertThat(InspectedFile.of("letter.doc", word("word/VBAPROJECT.BIN")).danger())
                .isEqualTo(Danger.MACROS);
        assertThat(InspectedFile.of("letter.doc", wordThatStates("application/vnd.ms-office.vbaProject"))
                        .danger())
                .isEqualTo(Danger.MACROS);
        assertThat(InspectedFile.of("letter.doc", wordThatStates("application/vnd.ms-office.vba&#80;roject"))
                        .danger())
                .isEqualTo(Danger.MACROS);
        assertThat(InspectedFile.of("letter.docm", word()))
                .extracting(InspectedFile::danger, InspectedFile::remark)
                .containsExactly(Danger.MACROS, "holds macros, which are programs");
    }

    /** Its parts may be called anything; what they are, this table says. */
    private static byte[] wordThatStates(String type) {
        return zip(Map.of(
                "[Content_Types].xml",
                latin("<Types><Override PartName='/word/x.dat' ContentType='" + type + "'/></Types>"),
                "word/document.xml",
                latin("<document/>")));
    }

    @ParameterizedTest
    @CsvSource({
        "com",
        "scr",
        "ps1",
        "hta",
        "lnk",
        "url",
        "iso",
        "vhdx",
        "msi",
        "jar",
        "docm.exe",
        "EXE",
        "7z",
        "img",
        "exe.",
        "js\u202E"
    })
    void aNameIsEnoughWhereAComputerGoesByIt(String ending) {
        assertThat(InspectedFile.of("holiday." + ending, latin("x")).danger()).isEqualTo(Danger.PROGRAM);
    }

    @Test
    void tooManyFilesAreNotLookedAtOneByOne() {
        Map<String, byte[]> many = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            many.put("f" + i + ".txt", new byte[0]);
        }

        assertThat(InspectedFile.of("a.zip", zip(many)).remark()).isEqualTo("holds more than 2000 files");
    }

    @Test
    void noBytesMakeItFail() {
        Random random = new Random(7);
        byte[] docx = word("word/vbaProject.bin");
        byte[] old = ole(NO_CLASS, "Workbook", "VBA");
        for (int i = 0; i < 500; i++) {
            byte[] mangled = (i % 2 == 0 ? docx : old).clone();
            for (int change = 0; change < 4; change++) {
                mangled[random.nextInt(mangled.length)] = (byte) random.nextInt();
            }
            byte[] cut = Arrays.copyOf(mangled, random.nextInt(mangled.length));
            assertThat(InspectedFile.of("a.doc", mangled).type()).isNotBlank();
            assertThat(InspectedFile.of("a.doc", cut).type()).isNotBlank();
        }
    }
}
