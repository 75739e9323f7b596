package io.vestibule.platform.file;

import static io.vestibule.support.SampleArchives.gzip;
import static io.vestibule.support.SampleArchives.packed;
import static io.vestibule.support.SampleArchives.sevenZip;
import static io.vestibule.support.SampleArchives.tar;
import static io.vestibule.support.SampleFiles.latin;
import static io.vestibule.support.SampleFiles.ole;
import static io.vestibule.support.SampleFiles.pdf;
import static io.vestibule.support.SampleFiles.windowsProgram;
import static io.vestibule.support.SampleFiles.word;
import static io.vestibule.support.SampleFiles.zip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.vestibule.platform.file.InspectedFile.Danger;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found in archives of all sorts, in archives inside them, and that none of them costs more than it may. */
class ArchiveLookTests {

    private static final String NO_CLASS = "00".repeat(16);
    private static final int MEGABYTE = 1 << 20;

    /** A table of one file of which nothing is told; its bytes are the first one of the table. */
    private static final String ONE_WITHOUT_A_NAME = "0104 0600010901 00 070b0100 010100 0c01 00 08 00 00 0501 00 00";

    /** In no time: what else this machine does must end no look. */
    private static InspectedFile look(String name, byte[] content) {
        return InspectedFile.of(name, content, new LookLimits(() -> 0));
    }

    /** Of 7-Zip itself. */
    private static byte[] resource(String name) {
        try (InputStream in = Objects.requireNonNull(ArchiveLookTests.class.getResourceAsStream(name))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static Stream<Arguments> harmless() {
        byte[] tar = tar(Map.of("a/report.pdf", pdf(), "letter.docx", word()));
        return Stream.of(
                arguments("a.tar", tar),
                arguments("a.tar.gz", packed("gz", tar)),
                arguments("a.tgz", packed("gz", tar)),
                arguments("a.tar.bz2", packed("bzip2", tar)),
                arguments("a.tar.xz", packed("xz", tar)),
                arguments("report.pdf.gz", packed("gz", pdf())),
                arguments("a.7z", sevenZip(Map.of("report.pdf", pdf(), "empty.txt", new byte[0]))),
                arguments("a.7z", resource("documents.7z")),
                arguments("notes.txt", latin("BZh is how these notes begin")),
                arguments("a.zip", alsoCalled("_bersicht.txt", "\u00DCbersicht.txt")),
                arguments("a.zip", zip("b.zip", zip("c.txt", latin("x")))),
                arguments("a.zip", zip("old.doc", ole(NO_CLASS, "WordDocument"))),
                arguments("a.zip", zip("b.tar.gz", packed("gz", tar(Map.of("c.zip", zip("d.txt", latin("x"))))))));
    }

    @ParameterizedTest
    @MethodSource("harmless")
    void anArchiveOfDocumentsIsTaken(String name, byte[] content) {
        InspectedFile file = look(name, content);

        assertThat(file.remark()).isNull();
        assertThat(file.danger()).isEqualTo(Danger.NONE);
    }

    static Stream<Arguments> dangerous() {
        byte[] tar = tar(Map.of("a/run.js", latin("x")));
        byte[] seven = sevenZip(Map.of("setup.pdf", windowsProgram()));
        String script = "contains run.js, a script";
        return Stream.of(
                arguments("a.tar", tar, script),
                arguments("a.tar.gz", packed("gz", tar), script),
                arguments("a.tar.bz2", packed("bzip2", tar), script),
                arguments("a.tar.xz", packed("xz", tar), script),
                arguments("a.pdf", packed("gz", tar), "is named like a PDF document, but " + script),
                arguments("a.gz", packed("gz", withoutAMark(tar)), script),
                arguments("run.js.gz", packed("gz", latin("x")), script),
                arguments("notes.gz", gzip("run.js", latin("x")), script),
                arguments("notes.txt.gz", packed("gz", windowsProgram()), "contains notes.txt, a Windows program"),
                arguments("a.7z", seven, "contains setup.pdf, a Windows program"),
                arguments("a.7z", resource("program.7z"), "contains setup.exe, a Windows program"),
                arguments("a.7z", resource("locked.7z"), "is encrypted, so nobody can look into it"),
                arguments("a.7z", resource("locked-names.7z"), "is encrypted, so nobody can look into it"),
                arguments("a.7z", resource("ppmd.7z"), "is damaged or packed in a way that is not looked into"),
                arguments(
                        "a.tar.gz",
                        Arrays.copyOf(packed("gz", tar), 60),
                        "is damaged or packed in a way that is not looked into"),
                arguments("a.tgz", packed("gz", latin("no tar")), "contains a.tar, an archive that is none"),
                arguments("run.js.7z", sevenZip(Map.of("", latin("x"))), script),
                arguments(
                        "a.7z",
                        sevenZipWith(ONE_WITHOUT_A_NAME),
                        "is damaged or packed in a way that is not looked into"),
                arguments("a.zip", latin("no archive"), "is named like an archive that is none"),
                arguments(
                        "a.zip",
                        zip("b.tar.gz", packed("gz", tar(Map.of("c.7z", seven)))),
                        "contains b.tar.gz, which contains c.7z, which contains setup.pdf, a Windows program"),
                arguments(
                        "a.zip",
                        zip("letter.doc", word("word/vbaProject.bin")),
                        "contains letter.doc, a document with macros"),
                arguments(
                        "a.zip",
                        zip("old.doc", ole(NO_CLASS, "WordDocument", "_VBA_PROJECT")),
                        "contains old.doc, a document with macros"));
    }

    @ParameterizedTest
    @MethodSource("dangerous")
    void whatCouldDoHarmIsFoundInside(String name, byte[] content, String remark) {
        InspectedFile file = look(name, content);

        assertThat(file.remark()).isEqualTo(remark);
        assertThat(file.danger()).isEqualTo(Danger.PROGRAM);
    }

    @Test
    void eachNameOfAFileInAZipCounts() {
        byte[] both = alsoCalled("a.txt", "run.js");
        String script = "contains run.js, a script";

        assertThat(look("a.zip", alsoCalled("run.js", "a.txt")).remark()).isEqualTo(script);
        assertThat(look("a.zip", both).remark()).isEqualTo(script);
        assertThat(look("a.zip", withoutAField(both, both.length)).remark()).isEqualTo(script);
        assertThat(look("a.zip", withoutAField(both, 0)).remark()).isEqualTo(script);
    }

    /** An archive of one file that has this second name before its content and in the directory. */
    private static byte[] alsoCalled(String name, String other) {
        byte[] letters = other.getBytes(StandardCharsets.UTF_8);
        ZipEntry entry = new ZipEntry(name);
        entry.setExtra(ByteBuffer.allocate(9 + letters.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) 0x7075)
                .putShort((short) (5 + letters.length))
                .put((byte) 1)
                .putInt(sum(latin(name), 0, name.length()))
                .put(letters)
                .array());
        return zip(entry, latin("x"));
    }

    /** The first such field from there on, or the last one before, is of a kind nobody knows. */
    private static byte[] withoutAField(byte[] zip, int near) {
        String text = new String(zip, StandardCharsets.ISO_8859_1);
        byte[] changed = zip.clone();
        changed[near == 0 ? text.indexOf("up\13\0") : text.lastIndexOf("up\13\0")] = 0;
        return changed;
    }

    @ParameterizedTest
    @ValueSource(chars = {'1', '2', '5', 'D'})
    void whatProgramsReadDifferentlyIsNotTaken(char kind) {
        byte[] tar = tar(Map.of("a", new byte[1_024]));
        tar[156] = (byte) kind;

        assertThat(look("a.tar", withSum(tar)).remark())
                .isEqualTo("is damaged or packed in a way that is not looked into");
    }

    @Test
    void aFolderInATarIsTaken() {
        assertThat(look("a.tar", tar(Map.of("a/", new byte[0]))).remark()).isNull();
    }

    /** Its macros are a document of Office's old format themselves. */
    @Test
    void aDocumentWithMacrosIsNoArchiveWithADocument() {
        byte[] document = zip(Map.of(
                "[Content_Types].xml",
                latin("<Types/>"),
                "word/document.xml",
                latin("<document/>"),
                "word/vbaProject.bin",
                ole(NO_CLASS, "VBA")));

        assertThat(look("letter.docm", document).danger()).isEqualTo(Danger.MACROS);
    }

    @Test
    void theTableOfTypesIsReadToItsEnd() {
        byte[] document = zip(Map.of(
                "[Content_Types].xml",
                latin("<Types>" + " ".repeat(20_000)
                        + "<Override ContentType='application/vnd.ms-office.vbaProject'/>"),
                "word/document.xml",
                latin("<document/>")));

        assertThat(look("letter.doc", document).danger()).isEqualTo(Danger.MACROS);
    }

    @Test
    void archivesAreOpenedDownToTheFourth() {
        byte[] four = zip("c.zip", zip("b.zip", zip("a.zip", zip("run.txt", latin("x")))));

        assertThat(look("d.zip", four).danger()).isEqualTo(Danger.NONE);
        assertThat(look("e.zip", zip("d.zip", four)).remark())
                .endsWith("a.zip, which lies deeper inside than is looked into");
    }

    /** Zeros that are a thousand times what they take; of those in a ZIP archive only the beginnings are unpacked. */
    @Test
    void aBombIsNotUnpacked() {
        byte[] zeros = new byte[64 * MEGABYTE];
        Map<String, byte[]> many = new HashMap<>();
        for (int i = 0; i < 5; i++) {
            many.put("zeros" + i + ".txt", zeros);
        }
        byte[] bomb = packed("gz", new byte[257 * MEGABYTE]);

        assertThat(look("a.zip", zip(many)).remark()).isNull();
        assertThat(look("a.txt.gz", bomb).remark()).isEqualTo("unpacks to more than 256 MB");
        assertThat(look("a.zip", zip("b.gz", bomb)).remark())
                .isEqualTo("contains b.gz, which unpacks to more than 256 MB");
    }

    @Test
    void noMoreIsKeptInMemoryThanIsGiven() {
        byte[] large = Arrays.copyOf(latin("PK\3\4"), 33 * MEGABYTE);

        assertThat(look("a.zip", zip("b.zip", large)).remark())
                .isEqualTo("holds more than 32 MB in archives or documents");
        assertThat(look("a.tar.gz", withANameOf300Kilobytes()).remark())
                .isEqualTo("holds names or remarks longer than is looked into");
    }

    @Test
    void archivesInsideOneAnotherTogetherTakeNoMoreMemoryThanIsGiven() {
        byte[] xz = packed("xz", latin("x"));
        byte[] large = withADictionary(27, xz);

        assertThat(look("a.xz", withADictionary(32, xz)).remark())
                .isEqualTo("takes more than 64 MB of memory to unpack");
        assertThat(look("a.xz", large).remark()).isNull();
        assertThat(look("a.zip", zip("b.xz", large)).remark())
                .isEqualTo("contains b.xz, which takes more than 32 MB of memory to unpack");
    }

    /** The content of an entry of the kind L is the name of the next one. */
    private static byte[] withANameOf300Kilobytes() {
        byte[] tar = tar(Map.of("name", new byte[300_000]));
        tar[156] = 'L';
        return packed("gz", withSum(tar));
    }

    /** As it was before tar archives had one. */
    private static byte[] withoutAMark(byte[] tar) {
        byte[] old = tar.clone();
        Arrays.fill(old, 257, 512, (byte) 0);
        return withSum(old);
    }

    /** The first header's. */
    private static byte[] withSum(byte[] tar) {
        Arrays.fill(tar, 148, 156, (byte) ' ');
        int sum = 0;
        for (int i = 0; i < 512; i++) {
            sum += tar[i] & 0xFF;
        }
        System.arraycopy(latin("%06o\0 ".formatted(sum)), 0, tar, 148, 8);
        return tar;
    }

    /** In the header of its first block: 27 are 48 MB, 32 are 256 MB. */
    private static byte[] withADictionary(int size, byte[] xz) {
        int length = (xz[12] + 1) * 4;
        byte[] changed = xz.clone();
        changed[16] = (byte) size;
        ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(12 + length - 4, sum(changed, 12, length - 4));
        return changed;
    }

    @Test
    void theTableOf7ZipCantAskForMoreThanIsGiven() {
        String packedTable = "17 0600010901 00 070b0100 0123030101 055d00100000 0cf000000040 00 00";

        assertThat(look("a.7z", sevenZipWith("0105f0ffffff7f0e00")).remark()).isEqualTo("holds more than 10000 files");
        assertThat(look("a.7z", sevenZipWith("0104 0600010901 00 070b0100 010100 0c01 00 080df0ffffff7f00 00"))
                        .remark())
                .isEqualTo("holds more than 10000 files");
        assertThat(look("a.7z", sevenZipWith(packedTable)).remark())
                .isEqualTo("holds a table larger than is looked into");
    }

    private static byte[] sevenZipWith(String table) {
        byte[] bytes = HexFormat.of().parseHex(table.replace(" ", ""));
        byte[] archive = new byte[32 + bytes.length];
        ByteBuffer.wrap(archive)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(HexFormat.of().parseHex("377abcaf271c0004"))
                .putLong(20, bytes.length)
                .putInt(28, sum(bytes, 0, bytes.length))
                .putInt(8, sum(archive, 12, 20))
                .put(32, bytes);
        return archive;
    }

    private static int sum(byte[] bytes, int from, int length) {
        CRC32 sum = new CRC32();
        sum.update(bytes, from, length);
        return (int) sum.getValue();
    }

    @Test
    void archivesTogetherHoldOnlySoManyFiles() {
        Map<String, byte[]> files = new HashMap<>();
        for (int i = 0; i < 1_900; i++) {
            files.put("f" + i + ".txt", new byte[0]);
        }
        byte[] inner = zip(files);
        Map<String, byte[]> archives = new HashMap<>();
        for (int i = 0; i < 6; i++) {
            archives.put(i + ".zip", inner);
        }

        assertThat(look("a.zip", zip(archives)).remark()).endsWith("which holds more than 10000 files");
    }

    @Test
    void aLookEndsAfterSomeTime() {
        AtomicLong time = new AtomicLong();
        LookLimits slow = new LookLimits(() -> time.getAndAdd(4_000_000_000L));

        assertThat(InspectedFile.of("a.tar.gz", packed("gz", tar(Map.of("a.txt", latin("x")))), slow)
                        .remark())
                .isEqualTo("takes longer to look into than 10 s");
    }

    /** From where on there is something in it. */
    static Stream<Arguments> withAScript() {
        byte[] tar = tar(Map.of("run.js", latin("x")));
        return Stream.of(
                arguments("a.tar", tar, 512),
                arguments("a.tar.gz", packed("gz", tar), 0),
                arguments("a.tar.bz2", packed("bzip2", tar), 0),
                arguments("a.tar.xz", packed("xz", tar), 0),
                arguments("a.7z", sevenZip(Map.of("run.js", latin("x"))), 0),
                arguments("a.zip", zip("run.js", latin("x")), 0));
    }

    @ParameterizedTest
    @MethodSource("withAScript")
    void anArchiveIsNoLessDangerousWhenItsEndIsMissing(String name, byte[] content, int from) {
        int step = Math.max(1, content.length / 300);
        for (int length = from; length < content.length; length += step) {
            assertThat(look(name, Arrays.copyOf(content, length)).danger())
                    .as("the first %d bytes of %s", length, name)
                    .isEqualTo(Danger.PROGRAM);
        }
    }
}
