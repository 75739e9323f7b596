package io.vestibule.hub.mail.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.support.Allocated;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A text of many lines is read one line at a time, and says the same as a short one. */
class LongTextTests {

    private static final String LINES = "word\n".repeat(300_000);
    private static final String FILE = "begin 644 cat.txt\n#0V%T\n`\nend\n";

    @Test
    void aTextWithoutFilesInItIsNotCopiedToBeSearchedForThem() throws Exception {
        String text = LINES + "begin again\n" + LINES;

        long taken = Allocated.during(() -> Uuencode.parted(text));

        assertThat(taken).isLessThan(text.length() / 2);
        assertThat(Uuencode.parted(text).text()).isEqualTo(text);
    }

    @Test
    void aFileBetweenManyLinesIsTakenOut() {
        Uuencode.Parted parted = Uuencode.parted(LINES + FILE + LINES + "\n\n");

        assertThat(parted.text()).isEqualTo(LINES + LINES + "\n");
        assertThat(parted.files()).singleElement().satisfies(file -> {
            assertThat(file.name()).isEqualTo("cat.txt");
            assertThat(file.content()).isEqualTo("Cat".getBytes(StandardCharsets.US_ASCII));
        });
    }

    @Test
    void whatBeginsLikeAFileAndNeverEndsIsText() {
        String begun = "begin 644 dog.txt\n#0V%T\nno line of a file\n";

        assertThat(Uuencode.parted(begun + FILE + "begin 644 cut.txt\n#0V%T").text())
                .isEqualTo(begun + "begin 644 cut.txt\n#0V%T");
        assertThat(Uuencode.parted(begun + "begin 644 x").files()).isEmpty();
    }

    @Test
    void aTextThatIsNothingButFilesIsEmpty() {
        Uuencode.Parted parted = Uuencode.parted(FILE.repeat(25));

        assertThat(parted.files()).hasSize(20);
        assertThat(parted.text()).isEqualTo(FILE.repeat(5).stripTrailing());
        assertThat(Uuencode.parted(FILE).text()).isEmpty();
    }

    @Test
    void linesMayEndAsOnOtherComputers() {
        Uuencode.Parted parted = Uuencode.parted("a\r\n" + FILE.replace("\n", "\r\n") + "b\rc\r\n");

        assertThat(parted.text()).isEqualTo("a\nb\nc");
        assertThat(parted.files().getFirst().content()).isEqualTo("Cat".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void aLongSignedTextIsReadWithoutItsSignature() {
        PgpText pgp = PgpText.of("Before\n\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n- -- \n" + LINES
                + "\n-----BEGIN PGP SIGNATURE-----\n\niQE\n-----END PGP SIGNATURE-----\n\nAfter\n");

        assertThat(pgp.text()).isEqualTo("Before\n\n-- \n" + LINES + "\nAfter");
        assertThat(pgp.protection()).isEqualTo(Protection.SIGNED_PGP);
    }

    @Test
    void aLongTextThatFlowsIsOneParagraph() {
        assertThat(FlowedText.of("word \n".repeat(300_000) + "end\n\nnext\n", false))
                .isEqualTo("word ".repeat(300_000) + "end\n\nnext");
    }
}
