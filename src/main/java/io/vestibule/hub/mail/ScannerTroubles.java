package io.vestibule.hub.mail;

import io.vestibule.hub.outbox.Trouble;
import io.vestibule.hub.outbox.TroubleSource;
import io.vestibule.platform.file.VirusScanner;
import java.util.List;
import org.springframework.stereotype.Component;

/** A virus scanner that does not answer: mails with files wait for it. */
@Component
class ScannerTroubles implements TroubleSource {

    private final VirusScanner scanner;

    ScannerTroubles(VirusScanner scanner) {
        this.scanner = scanner;
    }

    @Override
    public List<Trouble> troubles() {
        return scanner.trouble().stream()
                .map(words -> new Trouble(
                        "scanner",
                        Trouble.Kind.SCANNER,
                        List.of(),
                        "The scanner at %s does not answer as it should: %s. Mails with files wait for it and go on by themselves when it answers; files can't be uploaded meanwhile. See that clamd runs and that vestibule.scanner.address is where it listens."
                                .formatted(scanner.address(), words)))
                .toList();
    }
}
