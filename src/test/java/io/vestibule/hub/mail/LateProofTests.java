package io.vestibule.hub.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.mail.proof.Proof;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class LateProofTests {

    private final AtomicInteger asked = new AtomicInteger();
    private WeakReference<byte[]> bytes = new WeakReference<>(null);

    @Test
    void letsGoOfTheMailOnceItIsFound() {
        LateProof proof = proof();
        assertThat(bytes.get()).isNotNull();

        Proof found = proof.get();

        Awaitility.await().until(() -> {
            System.gc();
            return bytes.get() == null;
        });
        assertThat(proof.get()).isSameAs(found);
        assertThat(asked).hasValue(1);
    }

    private LateProof proof() {
        byte[] raw = new byte[1000];
        bytes = new WeakReference<>(raw);
        return new LateProof(() -> {
            asked.incrementAndGet();
            return new Proof(Proof.Standing.GENUINE, raw.length + " bytes", List.of());
        });
    }
}
