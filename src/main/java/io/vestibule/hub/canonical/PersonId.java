package io.vestibule.hub.canonical;

/** Id of a person of the firm, as the portal names her. Opaque to the hub: another portal may use another form. */
public record PersonId(String value) {
    public PersonId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("PersonId is blank");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
