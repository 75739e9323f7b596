package io.vestibule.hub.mail.proof;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.api.PublicKeyRecordRetriever;
import org.apache.james.jdkim.api.Result;
import org.apache.james.jdkim.api.SignatureRecord;
import org.apache.james.jdkim.exceptions.FailException;
import org.apache.james.jdkim.exceptions.PermFailException;
import org.apache.james.jdkim.exceptions.TempFailException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the signatures of a mail (RFC 6376) as far as they are of the domain in From or of its owner; others are never
 * looked up. A signature that fails proves nothing: lists and forwarders break them. Bounded in look-ups; a name server
 * that doesn't answer is asked no more, and leaves the mail unverified.
 */
final class DkimCheck {

    private static final Logger LOG = LoggerFactory.getLogger(DkimCheck.class);

    /** Honest mails have one or two. */
    private static final int MAX_SIGNATURES = 10;

    private static final int MAX_LOOKUPS = 3;

    private final DkimKeys keys;

    DkimCheck(DkimKeys keys) {
        this.keys = keys;
    }

    /** @param domain of the address in From; {@code signatures}: how many headers of that name the mail has */
    Proof proof(byte[] raw, String domain, int signatures) {
        if (signatures > MAX_SIGNATURES) {
            return Proof.unverified("it has " + signatures + " signatures, more than are checked.");
        }
        AlignedKeys aligned = new AlignedKeys(keys, domain);
        DKIMVerifier verifier = new DKIMVerifier(aligned);
        try {
            List<SignatureRecord> valid = verifier.verify(new ByteArrayInputStream(raw));
            List<SignatureRecord> whole = (valid == null ? List.<SignatureRecord>of() : valid)
                    .stream().filter(DkimCheck::coversAll).toList();
            return whole.isEmpty()
                    ? Proof.unverified("no signature of " + domain + " covers the whole mail.")
                    : genuine(whole);
        } catch (FailException e) {
            return Proof.unverified(aligned.silent ? silence(domain) : failures(verifier, domain));
        } catch (IOException | RuntimeException e) {
            LOG.debug("A mail's signatures could not be read", e);
            return Proof.unverified("its signatures can't be read.");
        }
    }

    /** What one of them covers is covered. */
    private static Proof genuine(List<SignatureRecord> valid) {
        Set<String> covered = valid.stream().flatMap(SignedHeaders::of).collect(Collectors.toSet());
        return Proof.genuine(
                "it carries a valid signature of " + valid.getFirst().getDToken() + ".", List.of(covered));
    }

    /** Behind the signed length anybody may add text. */
    private static boolean coversAll(SignatureRecord record) {
        return record.getBodyHashLimit() < 0;
    }

    private static String silence(String domain) {
        return "no name server told the key of " + domain + " in time.";
    }

    private static String failures(DKIMVerifier verifier, String domain) {
        return verifier.getResults().stream()
                .filter(Result::isFail)
                .map(Result::getErrorMessage)
                .filter(words -> words != null && !words.contains(AlignedKeys.FOREIGN))
                .findFirst()
                .map(words -> "no signature of " + domain + " is valid (" + words + ").")
                .orElse("it carries no signature of " + domain + ".");
    }

    /** Looks up the keys of the sender's own domain only, and few of them. */
    private static final class AlignedKeys implements PublicKeyRecordRetriever {

        static final String FOREIGN = "of another domain";

        private final DkimKeys keys;
        private final String domain;
        private int lookups;
        private boolean silent;

        AlignedKeys(DkimKeys keys, String domain) {
            this.keys = keys;
            this.domain = domain;
        }

        @Override
        public List<String> getRecords(CharSequence method, CharSequence selector, CharSequence signer)
                throws TempFailException, PermFailException {
            if (!MailDomains.aligned(signer.toString(), domain)) {
                throw new PermFailException("The signature is " + FOREIGN);
            }
            if (silent) {
                throw new TempFailException("The name server was silent before");
            }
            if (++lookups > MAX_LOOKUPS) {
                throw new PermFailException("More keys than are looked up");
            }
            try {
                return keys.records(selector + "._domainkey." + signer);
            } catch (IOException e) {
                silent = true;
                throw new TempFailException(e.getMessage());
            }
        }
    }
}
