package io.vestibule.hub.canonical;

/** Id of a person of the firm, as the portal names her. Opaque to the hub: another portal may use another form. */
public record PersonId(String value) {

    /** Takes away whoever is there. */
    public static final PersonId NOBODY = new PersonId("");

    public PersonId {
        if (value.isBlank() && !value.isEmpty()) {
            throw new IllegalArgumentException("PersonId is blank");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
