package io.vestibule.hub.mail;

import io.vestibule.hub.mail.proof.Proof;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How far a mail's sender can be believed, found when it is first asked for, and once. Then it lets go of the mail's bytes:
 * its files, which are as large, are handed over only afterwards. For one thread.
 */
final class LateProof implements Supplier<Proof> {

    private @Nullable Supplier<Proof> finding;
    private @Nullable Proof found;

    LateProof(Supplier<Proof> finding) {
        this.finding = finding;
    }

    @Override
    public Proof get() {
        if (finding != null) {
            found = finding.get();
            finding = null;
        }
        return Objects.requireNonNull(found);
    }
}
