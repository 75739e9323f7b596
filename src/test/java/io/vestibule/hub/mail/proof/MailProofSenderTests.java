package io.vestibule.hub.mail.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.hub.mail.mailbox.MailboxSettings;
import io.vestibule.hub.mail.parse.MailAddress;
import io.vestibule.hub.mail.parse.MailParser;
import io.vestibule.hub.mail.parse.ParsedMail;
import io.vestibule.hub.mail.proof.Proof.Standing;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;

/** Whom we take for the sender is whom the firm's server judged, or the mail is not believed. */
class MailProofSenderTests {

    /** With the settings of the product. */
    private final MailProof proofs =
            new MailProof(name -> List.of(), new Binder().bindOrCreate("vestibule.mailboxes", MailboxSettings.class));

    @Test
    void anAddressInACommentIsNotTheSender() {
        ParsedMail mail =
                judged("Eve <\"e\"@evil.example> (<tom@client.example>)", "dmarc=fail header.from=evil.example");

        assertThat(mail.from()).isEqualTo(new MailAddress("Eve", "\"e\"@evil.example"));
        assertThat(proof(mail).standing()).isEqualTo(Standing.FORGED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Eve <e@evil.example> <tom@client.example>",
                "Tom <tom@client.example> Eve <e@evil.example>",
                "Tom <tom@client.example>, Eve <e@evil.example>"
            })
    void aSenderWithTwoAddressesIsNotBelieved(String from) {
        Proof proof = proof(judged(from, "dmarc=pass"));

        assertThat(proof.standing()).isEqualTo(Standing.FORGED);
        assertThat(proof.words()).contains("several senders");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Tom Reed <tom@client.example>",
                "\"Reed, Tom <tom@home.example>\" <tom@client.example>",
                "=?utf-8?Q?Tom_=3Ctom=40home.example=3E?= <tom@client.example>",
                "Tom <tom@client.example> <tom@client.example>",
                "tom@home.example <tom@client.example>",
                "Tom (tom@home.example) <tom@client.example>",
                "tom@client.example (Tom Reed)"
            })
    void aNameThatLooksLikeAnAddressIsNoSecondSender(String from) {
        assertThat(proof(judged(from, "dmarc=pass header.from=client.example")).standing())
                .isEqualTo(Standing.GENUINE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Subject", "Date", "To", "Cc", "Message-ID", "In-Reply-To", "References", "Content-Type"})
    void aMailThatHasAHeaderTwiceIsNotGenuine(String name) {
        Proof proof = proof(judged("tom@client.example\r\n" + name + ": a\r\n" + name + ": b", "dmarc=pass"));

        assertThat(proof.standing()).isEqualTo(Standing.UNVERIFIED);
        assertThat(proof.words()).contains("several " + name + " headers");
    }

    /** A signature covers the lowest From, and that lies where nobody reads. */
    @Test
    void aHeaderThatIsLongerThanIsReadIsNotBelieved() {
        String filling = ("X-Filling: " + "x".repeat(900) + "\r\n").repeat(600);
        byte[] raw = ("Authentication-Results: mx.firm.example; dmarc=pass\r\nFrom: ann@client.example\r\n" + filling
                        + "From: tom@client.example\r\n\r\nHello")
                .getBytes(StandardCharsets.US_ASCII);

        Proof proof = proofs.of(new MailParser().parse(raw), raw, List.of("mx.firm.example"));

        assertThat(proof.standing()).isEqualTo(Standing.FORGED);
        assertThat(proof.words()).contains("longer than is read");
    }

    @Test
    void whatASignatureAloneProvesItProvesOfTheHeadersThatItNames() {
        String signed = "tom@client.example" + signature("From:Subject");
        String passed = "dkim=pass header.d=client.example; dmarc=pass header.from=client.example";
        Proof bySignature = proof(judged(signed, passed));
        Proof oneMore = proof(judged(signed + signature("from:subject:cc"), passed));
        Proof bySpf = proof(judged(signed, "spf=pass smtp.mailfrom=tom@client.example; " + passed));

        assertThat(bySignature.isGenuine()).isTrue();
        assertThat(bySignature.vouchesFor("Subject")).isTrue();
        assertThat(bySignature.vouchesFor("Cc")).isFalse();
        assertThat(oneMore.vouchesFor("Cc"))
                .as("nobody says which of them is valid")
                .isFalse();
        assertThat(bySpf.vouchesForAll()).isTrue();
    }

    private static String signature(String headers) {
        return "\r\nDKIM-Signature: v=1; a=rsa-sha256; d=client.example; s=s1; h=" + headers + "; bh=eA==; b=eA==";
    }

    private Proof proof(ParsedMail mail) {
        return proofs.of(mail, null, List.of("mx.firm.example"));
    }

    private static ParsedMail judged(String from, String findings) {
        String header = "Authentication-Results: mx.firm.example; " + findings + "\r\nFrom: " + from;
        return new MailParser().parse((header + "\r\n\r\nHello").getBytes(StandardCharsets.US_ASCII));
    }
}
