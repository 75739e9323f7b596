package io.vestibule.hub.mail.proof;

/**
 * Whether a mail is from whom it names as its sender.
 *
 * @param words who found what, for the evidence
 */
public record Proof(Standing standing, String words) {

    /** How far the sender's address can be believed. */
    public enum Standing {
        /** The owner of the domain in From vouches for it. */
        GENUINE,
        /** The owner of the domain in From denies it, or the mail names its sender as no honest program does. */
        FORGED,
        /** Nobody says: as most mail was for decades. */
        UNVERIFIED
    }

    static Proof genuine(String words) {
        return new Proof(Standing.GENUINE, "Genuine: " + words);
    }

    static Proof forged(String words) {
        return new Proof(Standing.FORGED, "Not genuine: " + words);
    }

    static Proof unverified(String words) {
        return new Proof(Standing.UNVERIFIED, "Unverified: " + words);
    }

    public boolean isForged() {
        return standing == Standing.FORGED;
    }
}
