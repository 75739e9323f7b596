package io.vestibule.hub.webhook;

/** Whether a delivery is the vendor's own. */
public sealed interface Verification {

    record Genuine() implements Verification {}

    /** @param reason symbol in kebab case, e.g. {@code wrong-signature}, {@code too-old}, {@code no-signature} */
    record Refused(String reason) implements Verification {}
}
