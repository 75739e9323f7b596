package io.vestibule.hub.mail.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.jdkim.DKIMSigner;
import org.junit.jupiter.api.Test;

/** Signatures are checked within few look-ups. */
class DkimCheckTests {

    private static final String MAIL =
            "From: tom@acme.example\r\nTo: help@firm.example\r\nSubject: Hello\r\n\r\nHello\r\n";

    @Test
    void aNameServerThatWasSilentOnceIsAskedNoMoreForThisMail() throws Exception {
        List<String> asked = new ArrayList<>();
        DkimCheck check = new DkimCheck(name -> {
            asked.add(name);
            throw new IOException("silent");
        });

        Proof proof = check.proof(signed("s1", "s2", "s3"), "acme.example", 3);

        assertThat(asked).hasSize(1);
        assertThat(proof.words()).startsWith("Unverified: no name server told the key of acme.example");
    }

    private static byte[] signed(String... selectors) throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        StringBuilder headers = new StringBuilder();
        for (String selector : selectors) {
            String template =
                    "v=1; a=rsa-sha256; c=relaxed/relaxed; d=acme.example; s=" + selector + "; h=from; bh=; b=;";
            headers.append(new DKIMSigner(template, pair.getPrivate())
                            .sign(new ByteArrayInputStream(MAIL.getBytes(StandardCharsets.UTF_8))))
                    .append("\r\n");
        }
        return (headers + MAIL).getBytes(StandardCharsets.UTF_8);
    }
}
