package io.vestibule.hub.connector;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.hub.mapping.Mappings;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Whether a credential is for the account of its connection. Where each account of a vendor counts its records from one,
 * the credential of another account reads and changes another record under the same id, and a client would be shown what
 * belongs to somebody else. So a connector may say how to ask (its check names an {@code account}), and that is done once
 * per credential, before the first call with it.
 */
final class CredentialOwners {

    private static final String PATH = "/connector.yaml /http/check/account";

    private final Mappings mappings;
    private final Map<String, Found> found = new ConcurrentHashMap<>();

    CredentialOwners(Mappings mappings) {
        this.mappings = mappings;
    }

    /** Of which credential it is known that it may be used for which account. */
    private record Found(String credential, String account) {}

    /**
     * What stands in for a call with this credential; empty when the call may be made.
     *
     * @param ask carries out the connector's check with the credential
     */
    Optional<VendorAnswer> objection(VendorAccount account, String credential, Function<VendorCall, VendorAnswer> ask) {
        Connector.Http http = account.connector().http();
        CheckCall check = http == null ? null : http.check();
        if (check == null || check.account() == null || check.setting() == null) {
            return Optional.empty();
        }
        Found now = new Found(credential, account.settings().getOrDefault(check.setting(), ""));
        if (now.account().isEmpty() || now.equals(found.get(account.name()))) {
            return Optional.empty();
        }
        VendorAnswer answer = ask.apply(check.of(account));
        Optional<VendorAnswer> objection = switch (answer) {
            case VendorAnswer.Done done -> ofAnother(account, check, now.account(), done.json());
            case VendorAnswer.Retry later -> Optional.of(later);
            case VendorAnswer.Reauthorize refused -> Optional.of(refused);
            // This credential may not ask, or the vendor does not tell it: the call itself shows what it is good for
            case VendorAnswer.Refused none -> Optional.empty();
            case VendorAnswer.Suspend none -> Optional.empty();
        };
        if (objection.isEmpty()) {
            found.put(account.name(), now);
        }
        return objection;
    }

    /** Another access token by the same sign-in would be of the same account: nothing that is renewed. */
    private Optional<VendorAnswer> ofAnother(VendorAccount account, CheckCall check, String expected, JsonNode answer) {
        Setting field = account.connector().settings().get(check.setting());
        return owner(account, check, answer)
                .filter(owner -> !owner.equals(expected))
                .map(owner -> new VendorAnswer.Suspend(
                        "The access is for the %s account %s, and the connection for %s (%s). Connect it with that account, or correct the field."
                                .formatted(
                                        account.connector().title(),
                                        owner,
                                        expected,
                                        field == null ? check.setting() : field.title())));
    }

    private Optional<String> owner(VendorAccount account, CheckCall check, JsonNode answer) {
        try {
            return Expressions.of(mappings, account)
                    .optionalText(account.connector().name() + PATH, check.account(), answer);
        } catch (Expressions.Failure unfit) {
            return Optional.empty(); // An answer of another shape does not tell
        }
    }
}
