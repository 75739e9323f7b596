package io.vestibule.hub.mail.mailbox;

import io.vestibule.hub.connector.VendorAddresses;
import io.vestibule.platform.mail.NoAccessToken;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.FolderNotFoundException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Says for people why a mailbox can't be read and what to do about it, by what the mail library threw. Told by the health
 * page, the alerts and the button "Test connection".
 */
final class ReadingFault {

    private static final int LONGEST_SAID = 300;

    /** What the library says when it misses it; the exception is of no kind of its own. */
    private static final String NO_STARTTLS = "STARTTLS is required";

    private ReadingFault() {}

    /** Description and action, as sentences. */
    static String words(@Nullable Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, cause -> cause.getCause())
                .flatMap(cause -> known(cause).stream())
                .findFirst()
                .orElseGet(() -> "It broke off (%s). If it stays so, see how the server does."
                        .formatted(failure == null ? "no reason given" : named(failure)));
    }

    private static Optional<String> known(Throwable cause) {
        return Optional.ofNullable(
                switch (cause) {
                    case NoAccessToken none -> said(none);
                    case AuthenticationFailedException refused ->
                        "The server refused the sign-in (%s). Check the user and password.".formatted(said(refused));
                    case FolderNotFoundException missing ->
                        "It has no folder %s. Correct its name."
                                .formatted(missing.getFolder().getFullName());
                    case VendorAddresses.Refused refused -> String.valueOf(refused.getMessage());
                    case ConnectException refused ->
                        "Nobody takes connections there (%s). See that the server is up, and check host and port."
                                .formatted(said(refused));
                    case SocketTimeoutException late ->
                        "It did not answer in time (%s). See how the server does, and check host and port."
                                .formatted(said(late));
                    case SSLException encryption -> ofEncryption(encryption);
                    default -> said(cause).contains(NO_STARTTLS) ? unencrypted(cause) : null;
                });
    }

    private static String ofEncryption(SSLException failure) {
        boolean distrusted = Stream.<Throwable>iterate(failure, cause -> cause != null, Throwable::getCause)
                .anyMatch(CertificateException.class::isInstance);
        return distrusted
                ? "Its certificate is not trusted (%s). Have one of a known authority put there for this host, or make its authority known to Java."
                        .formatted(said(failure))
                : unencrypted(failure);
    }

    private static String unencrypted(Throwable failure) {
        return "It did not agree on encryption (%s). Check that security and port belong together: TLS is usual on port 993 (POP3: 995), STARTTLS on 143 (110)."
                .formatted(said(failure));
    }

    private static String named(Throwable failure) {
        String said = said(failure);
        return failure.getClass().getSimpleName() + (said.isEmpty() ? "" : ": " + said);
    }

    private static String said(Throwable failure) {
        String message =
                failure.getMessage() == null ? "" : failure.getMessage().strip().replaceAll("\\s+", " ");
        return message.length() <= LONGEST_SAID ? message : message.substring(0, LONGEST_SAID) + "...";
    }
}
