package io.vestibule.platform.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.vestibule.platform.file.ScanResult.Clean;
import io.vestibule.platform.file.ScanResult.Infected;
import io.vestibule.platform.file.ScanResult.Unknown;
import io.vestibule.platform.start.StartRefused;
import io.vestibule.support.ClamdServer;
import io.vestibule.support.SampleFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.springframework.util.unit.DataSize;

/** How the virus scanner is asked, and what its answers and its silence mean. */
class VirusScannerTests {

    private final ClamdServer clamd = new ClamdServer();

    @AfterEach
    void stop() throws IOException {
        clamd.close();
    }

    private static VirusScanner scanner(String address, Duration patience) {
        return new VirusScanner(new ScannerSettings(address, patience, DataSize.ofMegabytes(25)));
    }

    private VirusScanner scanner() {
        return scanner(clamd.address(), Duration.ofSeconds(20));
    }

    @Test
    void aFileIsSentInChunksAndItsVerdictIsRead() {
        byte[] large = new byte[3_000_001];
        byte[] virus = SampleFiles.latin(ClamdServer.VIRUS);

        assertThat(scanner().scan(large)).isEqualTo(new Clean());
        assertThat(scanner().scan(new byte[0])).isEqualTo(new Clean());
        System.arraycopy(virus, 0, large, large.length - virus.length, virus.length);
        assertThat(scanner().scan(large)).isEqualTo(new Infected("Test.Virus"));
        assertThat(scanner().trouble()).isEmpty();
    }

    @Test
    void whoHangsUpOrIsNotThereIsAskedAgainLater() throws IOException {
        String gone;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            gone = "127.0.0.1:" + socket.getLocalPort();
        }
        VirusScanner nobody = scanner(gone, Duration.ofSeconds(20));

        assertThat(scanner().scan(SampleFiles.latin(ClamdServer.HANGS_UP)))
                .isEqualTo(new Unknown("The virus scanner could not be asked: it hung up without an answer.", true));
        assertThat(nobody.scan(new byte[1])).isInstanceOf(Unknown.class);
        assertThat(nobody.trouble()).isPresent();
    }

    @Test
    void silenceEndsWithThePatience() {
        VirusScanner scanner = scanner(clamd.address(), Duration.ofMillis(300));

        assertTimeout(
                Duration.ofSeconds(10),
                () -> assertThat(scanner.scan(SampleFiles.latin(ClamdServer.SILENT)))
                        .isInstanceOfSatisfying(
                                Unknown.class,
                                unknown -> assertThat(unknown.passing()).isTrue()));
    }

    @Test
    void whatTheScannerDoesNotTakeIsNotAskedAgain() {
        VirusScanner generous = new VirusScanner(
                new ScannerSettings(clamd.address(), Duration.ofSeconds(20), DataSize.ofMegabytes(40)));

        assertThat(scanner().scan(new byte[26 * 1024 * 1024]))
                .isEqualTo(new Unknown("It is larger than the 25 MB that the scanner takes.", false));
        assertThat(generous.scan(new byte[26 * 1024 * 1024])).isInstanceOf(Unknown.class);
    }

    @Test
    void withoutAnAddressNothingIsScanned() {
        VirusScanner none = scanner("", Duration.ofSeconds(1));

        assertThat(none.scan(SampleFiles.latin(ClamdServer.VIRUS))).isEqualTo(new Clean());
        assertThat(none.trouble()).isEmpty();
        assertThatThrownBy(() -> scanner("clamd", Duration.ofSeconds(1)))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("vestibule.scanner.address");
        assertThatThrownBy(() -> scanner("127.0.0.1:99999", Duration.ofSeconds(1)))
                .isInstanceOf(StartRefused.class);
    }

    /** {@code -Dclamd=unix:/path} names a clamd whose signatures know {@link ClamdServer#VIRUS} as Vestibule.Test. */
    @Test
    @EnabledIfSystemProperty(named = "clamd", matches = ".+")
    void aRealClamdIsUnderstood() {
        VirusScanner real = scanner(System.getProperty("clamd"), Duration.ofSeconds(30));

        assertThat(real.trouble()).isEmpty();
        assertThat(real.scan(new byte[3_000_000])).isEqualTo(new Clean());
        assertThat(real.scan(SampleFiles.latin("x ".repeat(100_000) + ClamdServer.VIRUS)))
                .isInstanceOfSatisfying(
                        Infected.class, found -> assertThat(found.signature()).startsWith("Vestibule.Test"));
    }
}
