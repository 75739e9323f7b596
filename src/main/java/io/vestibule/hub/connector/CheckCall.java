package io.vestibule.hub.connector;

import org.jspecify.annotations.Nullable;

/**
 * A read that shows whether the vendor can be called: the button "Test connection", and, where it says whose account a
 * credential is for, {@link CredentialOwners}.
 *
 * @param account JSONata over the answer: the account
 * @param setting the field under settings that must say the same
 */
public record CheckCall(
        String get, @Nullable String account, @Nullable String setting) {

    /** @throws Template.Unfilled when a setting in its path has no value */
    VendorCall of(VendorAccount account) {
        return VendorCall.get(Template.of(get).fill(account.settings()::get, Template::urlPart));
    }
}
