package io.vestibule.hub.mail.proof;

import io.vestibule.hub.mail.proof.AuthenticationResults.Finding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What the firm's own receiving server found about a mail. Senders can write such headers, too: only those count that
 * carry the server's exact name and stand on top, one directly below the other, and for each method only the topmost. The
 * server has to remove others with its name, as RFC 8601 (5) asks of it. SPF of the sender's domain speaks for the mail as
 * it came from there; what is genuine by DKIM alone may have come by anybody, with headers that no signature covers.
 */
final class TrustedResults {

    private final String server;
    private final List<Finding> findings;
    private final String domain;
    private final List<String> signatures;

    private TrustedResults(String server, List<Finding> findings, String domain, List<String> signatures) {
        this.server = server;
        this.findings = findings;
        this.domain = domain;
        this.signatures = signatures;
    }

    /**
     * @param headers values of Authentication-Results, topmost first
     * @param servers names of the firm's own servers
     * @param domain of the address in From
     * @param signatures values of DKIM-Signature
     * @return empty when none of them said anything
     */
    static Optional<Proof> proof(List<String> headers, List<String> servers, String domain, List<String> signatures) {
        Set<String> names = new HashSet<>();
        servers.forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        List<AuthenticationResults> top = headers.stream()
                .map(AuthenticationResults::of)
                .takeWhile(results -> names.contains(results.server()))
                .toList();
        return top.isEmpty()
                ? Optional.empty()
                : Optional.of(new TrustedResults(top.getFirst().server(), topmost(top), domain, signatures).proof());
    }

    private static List<Finding> topmost(List<AuthenticationResults> headers) {
        List<Finding> kept = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (AuthenticationResults header : headers) {
            header.findings().stream()
                    .filter(finding -> !known.contains(finding.method()))
                    .forEach(kept::add);
            header.findings().forEach(finding -> known.add(finding.method()));
        }
        return kept;
    }

    private Proof proof() {
        Optional<Finding> dmarc = findings.stream()
                .filter(finding -> finding.is("dmarc", "pass", "fail"))
                .filter(finding -> isAboutSender(finding.property("header.from")))
                .findFirst();
        if (dmarc.isPresent()) {
            String words = server + " says dmarc=" + dmarc.get().result() + " for " + domain + ".";
            return dmarc.get().result().equals("pass") ? genuine(words) : Proof.forged(words);
        }
        Optional<Finding> passed = findings.stream().filter(this::isAlignedPass).findFirst();
        if (passed.isPresent()) {
            return genuine(server + " says " + passed.get().method() + "=pass for " + ownerOf(passed.get()) + ".");
        }
        return bothFailed()
                ? Proof.forged(server + " says spf=fail for " + domain + ", and no signature of " + domain + " passed.")
                : Proof.unverified(server + " found nothing that speaks for or against " + domain + ".");
    }

    private Proof genuine(String words) {
        boolean handedOverByItsOwner =
                findings.stream().anyMatch(finding -> finding.is("spf", "pass") && isAlignedPass(finding));
        return Proof.genuine(words, handedOverByItsOwner ? List.of() : SignedHeaders.ofEach(signatures, domain));
    }

    /** A server that names the domain it looked at must have looked at this one or its owner's. */
    private boolean isAboutSender(String from) {
        String named = from.substring(from.lastIndexOf('@') + 1);
        return named.isEmpty() || MailDomains.aligned(named, domain);
    }

    private boolean isAlignedPass(Finding finding) {
        return (finding.is("dkim", "pass") || finding.is("spf", "pass"))
                && MailDomains.aligned(ownerOf(finding), domain);
    }

    private boolean bothFailed() {
        boolean spf = findings.stream()
                .anyMatch(finding -> finding.is("spf", "fail") && MailDomains.aligned(ownerOf(finding), domain));
        boolean signatures = findings.stream().anyMatch(finding -> finding.is("dkim", "fail", "none", "permerror"));
        return spf && signatures;
    }

    /** Who signed, or in whose name it was handed over. */
    private static String ownerOf(Finding finding) {
        String signer = finding.property("header.d");
        String owner = finding.method().equals("spf")
                ? finding.property("smtp.mailfrom")
                : signer.isEmpty() ? finding.property("header.i") : signer;
        return owner.substring(owner.lastIndexOf('@') + 1);
    }
}
