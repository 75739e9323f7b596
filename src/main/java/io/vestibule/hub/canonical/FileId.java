package io.vestibule.hub.canonical;

/** Id of a file that was handed to the portal. Opaque to the hub: another portal may use another form. */
public record FileId(String value) {
    public FileId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("FileId is blank");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
