package io.vestibule.hub.canonical;

/** Id of a client of the firm, as the portal names it. Opaque to the hub: another portal may use another form. */
public record ClientId(String value) {
    public ClientId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("ClientId is blank");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
