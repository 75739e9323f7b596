package io.vestibule.hub.console;

import io.vestibule.hub.canonical.CanonicalCommand.UpsertContact;
import io.vestibule.hub.canonical.ClientId;
import io.vestibule.hub.canonical.Party;
import io.vestibule.platform.security.Viewer;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A contact that somebody adds to a client. */
record ContactForm(
        @Nullable String contactEmail,
        @Nullable String contactName,
        @Nullable String contactRole) {

    String email() {
        return typedEmail().strip().toLowerCase(Locale.ROOT);
    }

    String typedEmail() {
        return Objects.requireNonNullElse(contactEmail, "");
    }

    String typedName() {
        return Objects.requireNonNullElse(contactName, "");
    }

    String role() {
        return Objects.requireNonNullElse(contactRole, "client-member");
    }

    /** @param known such a contact is there already, and keeps the role */
    UpsertContact command(ClientId client, boolean known, Viewer viewer) {
        Party admin = new Party(Party.Kind.STAFF, viewer.personId(), viewer.name(), null);
        String role = known ? null : role();
        return new UpsertContact(client, email(), Words.orNull(contactName), role, null, Boolean.TRUE, admin);
    }
}
