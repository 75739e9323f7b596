package io.vestibule.hub.canonical;

/** Id of a request, as the portal names it. Opaque to the hub: another portal may use another form. */
public record RequestId(String value) {
    public RequestId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("RequestId is blank");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
