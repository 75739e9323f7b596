package io.vestibule.portal.request;

import io.vestibule.platform.file.InspectedFile;
import io.vestibule.platform.file.ScanResult;
import io.vestibule.platform.file.VirusScanner;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Decides whether a file is taken from a person or a system that can be told no at once. Files of mails are judged by the
 * hub, which holds the mail instead.
 */
@Component
public class FileAdmission {

    private final VirusScanner scanner;
    private final UploadSettings settings;

    FileAdmission(VirusScanner scanner, UploadSettings settings) {
        this.scanner = scanner;
        this.settings = settings;
    }

    /** Why a file is not taken. */
    public sealed interface Objection {

        /** @param signature the scanner's name for what it found */
        record Infected(String signature) implements Objection {}

        /** The firm takes no such files. @param remark to follow its name: "is a Windows program" */
        record Dangerous(String remark) implements Objection {}

        /** The scanner does not answer now. */
        record NotNow() implements Objection {}

        /** The scanner will say nothing about it later, too. */
        record NotScannable() implements Objection {}
    }

    /** Empty: it is taken. */
    public Optional<Objection> objection(String name, byte[] content) {
        ScanResult scanned = scanner.scan(content);
        if (scanned instanceof ScanResult.Infected infected) {
            return Optional.of(new Objection.Infected(infected.signature()));
        }
        Optional<Objection> dangerous = dangerous(name, content);
        if (dangerous.isPresent()) {
            return dangerous;
        }
        return scanned instanceof ScanResult.Unknown unknown
                ? Optional.of(unknown.passing() ? new Objection.NotNow() : new Objection.NotScannable())
                : Optional.empty();
    }

    /** Not looked into where nothing would be refused: what it is is told when it is stored. */
    private Optional<Objection> dangerous(String name, byte[] content) {
        if (settings.refuse() == UploadSettings.Refused.NOTHING) {
            return Optional.empty();
        }
        InspectedFile file = InspectedFile.of(name, content);
        return settings.refuses(file.danger())
                ? Optional.of(new Objection.Dangerous(String.valueOf(file.remark())))
                : Optional.empty();
    }
}
