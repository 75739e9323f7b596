package io.vestibule.hub.canonical;

/** Id of a person at a client, as the portal names him. Opaque to the hub: another portal may use another form. */
public record ContactId(String value) {
    public ContactId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("ContactId is blank");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
