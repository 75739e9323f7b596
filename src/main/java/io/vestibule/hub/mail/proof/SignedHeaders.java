package io.vestibule.hub.mail.proof;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.james.jdkim.api.SignatureRecord;
import org.apache.james.jdkim.tagvalue.SignatureRecordImpl;

/** Which headers signatures cover: anybody may add others to a mail that passed by, change them or take them away. */
final class SignedHeaders {

    private SignedHeaders() {}

    /** Of one signature, in lower case. */
    static Stream<String> of(SignatureRecord signature) {
        return signature.getHeaders().stream()
                .map(name -> name.toString().strip().toLowerCase(Locale.ROOT));
    }

    /**
     * Of each signature that is of the domain or its owner, for a mail of which a server says that one of them is valid,
     * but not which.
     *
     * @param headers values of DKIM-Signature
     */
    static List<Set<String>> ofEach(List<String> headers, String domain) {
        return headers.stream()
                .flatMap(header -> stated(header, domain).stream())
                .toList();
    }

    /** Empty when it is of somebody else. One that can't be read covers nothing. */
    private static Optional<Set<String>> stated(String header, String domain) {
        try {
            SignatureRecord signature = new SignatureRecordImpl(header);
            return MailDomains.aligned(signature.getDToken().toString(), domain)
                    ? Optional.of(of(signature).collect(Collectors.toSet()))
                    : Optional.empty();
        } catch (RuntimeException unreadable) {
            return Optional.of(Set.of());
        }
    }
}
