package io.vestibule.hub.mail.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.vestibule.hub.mail.proof.Proof.Standing;
import io.vestibule.support.Allocated;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Only what the firm's own server wrote counts, and nothing a sender can add. */
class TrustedResultsTests {

    private static final List<String> OURS = List.of("mx.firm.example");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            dmarc=pass (p=NONE) header.from=acme.example                              | GENUINE
            dmarc=fail (p=REJECT dis=NONE) header.from=acme.example                   | FORGED
            dmarc=fail                                                                | FORGED
            dmarc=pass header.from=evil.example                                       | UNVERIFIED
            dmarc=fail header.from=evil.example                                       | UNVERIFIED
            dmarc=fail header.from=mail.acme.example                                  | FORGED
            dmarc=pass header.from=mail.acme.example                                  | GENUINE
            dmarc=fail header.from=notacme.example                                    | UNVERIFIED
            dmarc=temperror header.from=acme.example                                  | UNVERIFIED
            dmarc=none; dkim=pass header.d=acme.example                               | GENUINE
            dmarc=none; dkim=pass header.i=@news.acme.example                         | GENUINE
            dkim=pass header.d=evil.example; spf=pass smtp.mailfrom=a@evil.example    | UNVERIFIED
            spf=pass (ok; "really" ) smtp.mailfrom = "tom@acme.example"               | GENUINE
            spf=fail smtp.mailfrom=tom@acme.example; dkim=none                        | FORGED
            spf=fail smtp.mailfrom=tom@acme.example; dkim=fail header.d=acme.example  | FORGED
            spf=fail smtp.mailfrom=tom@acme.example; dkim=pass header.d=acme.example  | GENUINE
            spf=fail smtp.mailfrom=tom@acme.example                                   | UNVERIFIED
            spf=softfail smtp.mailfrom=tom@acme.example; dkim=none                    | UNVERIFIED
            spf=fail smtp.mailfrom=list@lists.example; dkim=fail header.d=acme.example | UNVERIFIED
            none                                                                      | UNVERIFIED
            dmarc/1 = pass reason="so; it = is" header.from=acme.example              | GENUINE
            (dmarc=pass) spf=none                                                     | UNVERIFIED
            dmarc =   (so it = is) pass header.from = (x) acme.example                | GENUINE
            dmarc = = pass                                                            | UNVERIFIED
            """)
    void readsWhatTheServerFound(String findings, Standing standing) {
        assertThat(proof("mx.firm.example 1; " + findings)).contains(standing);
    }

    @Test
    void aHeaderWithAnotherNameIsNoneOfOurs() {
        assertThat(proof("mx.firm.example.evil.example; dmarc=pass")).isEmpty();
        assertThat(proof("evil.example; mx.firm.example; dmarc=pass")).isEmpty();
        assertThat(proof("(mx.firm.example) evil.example; dmarc=pass")).isEmpty();
        assertThat(proof("MX.Firm.Example; dmarc=pass")).contains(Standing.GENUINE);
    }

    @Test
    void whatASenderWritesIntoHisAddressIsNoFinding() {
        String address = "\"a\\\";dmarc=pass header.from=acme.example;\\\"\"@evil.example";
        assertThat(proof("mx.firm.example; spf=pass smtp.mailfrom=" + address + "; dmarc=fail"))
                .contains(Standing.FORGED);
    }

    @Test
    void belowAForeignHeaderOursCountsNoMore() {
        assertThat(proof("relay.example; spf=none", "mx.firm.example; dmarc=pass"))
                .isEmpty();
    }

    @Test
    void ofEachMethodTheTopmostFindingCounts() {
        assertThat(proof("mx.firm.example; dmarc=fail", "mx.firm.example; dmarc=pass"))
                .contains(Standing.FORGED);
        assertThat(proof("mx.firm.example; dkim=none", "mx.firm.example; dkim=pass header.d=acme.example"))
                .contains(Standing.UNVERIFIED);
    }

    @Test
    void aServerMayWriteSeveralHeadersOneBelowTheOther() {
        assertThat(proof(
                        "mx.firm.example; dkim=none",
                        "mx.firm.example; spf=fail smtp.mailfrom=acme.example",
                        "mx.firm.example; dmarc=fail"))
                .contains(Standing.FORGED);
    }

    @Test
    void whatStandsBelowAForeignHeaderWasThereBefore() {
        assertThat(proof("mx.firm.example; spf=none", "relay.example; spf=none", "mx.firm.example; dmarc=pass"))
                .contains(Standing.UNVERIFIED);
    }

    /** Where each space is looked at from every other one, a hundred of these take minutes. */
    @Test
    void aHeaderOfSpacesIsReadInOneGo() {
        String spaces = " ".repeat(60_000);
        String header = "mx.firm.example; dkim=none reason=x" + spaces + "y";

        Optional<Standing> standing = assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> proof(Collections.nCopies(100, header).toArray(String[]::new)));

        assertThat(standing).contains(Standing.UNVERIFIED);
        assertThat(proof("mx.firm.example; dmarc" + spaces + "=" + spaces + "pass"))
                .contains(Standing.GENUINE);
    }

    @Test
    void ofAHeaderNoMoreIsReadThanTheNameOfItsServer() throws Exception {
        String header = "relay.example; spf=pass" + "; dkim=pass header.d=acme.example".repeat(2_000);
        assertThat(AuthenticationResults.of(header).server()).isEqualTo("relay.example");

        assertThat(Allocated.during(() -> AuthenticationResults.of(header))).isLessThan(header.length() / 2);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            news.acme.example, acme.example
            müller.example, xn--mller-kva.example
            sales.müller.example, xn--mller-kva.example
            """)
    void aSubdomainAndANameInLettersOfItsLanguageAreTheOwners(String sender, String looked) {
        Optional<Proof> proof = TrustedResults.proof(
                List.of("mx.firm.example; dmarc=fail header.from=" + looked), OURS, sender, List.of());
        assertThat(proof).map(Proof::standing).contains(Standing.FORGED);
    }

    private static Optional<Standing> proof(String... headers) {
        return TrustedResults.proof(List.of(headers), OURS, "acme.example", List.of())
                .map(Proof::standing);
    }
}
