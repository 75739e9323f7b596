package io.vestibule.hub.mail.proof;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Whether a mail is from whom it names as its sender.
 *
 * @param words who found what, for the evidence
 * @param signed the headers, in lower case, that each signature covers by which it is genuine; empty where the owner of
 *     the domain vouches for the mail as it came
 */
public record Proof(Standing standing, String words, List<Set<String>> signed) {

    /** How far the sender's address can be believed. */
    public enum Standing {
        /** The owner of the domain in From vouches for it. */
        GENUINE,
        /** The owner of the domain in From denies it, or the mail names its sender as no honest program does. */
        FORGED,
        /** Nobody says: as most mail was for decades. */
        UNVERIFIED
    }

    static Proof genuine(String words, List<Set<String>> signed) {
        return new Proof(Standing.GENUINE, "Genuine: " + words, signed);
    }

    static Proof forged(String words) {
        return new Proof(Standing.FORGED, "Not genuine: " + words, List.of());
    }

    static Proof unverified(String words) {
        return new Proof(Standing.UNVERIFIED, "Unverified: " + words, List.of());
    }

    public boolean isForged() {
        return standing == Standing.FORGED;
    }

    public boolean isGenuine() {
        return standing == Standing.GENUINE;
    }

    /** Whether the owner of the domain in From vouches for all of its header, not only for what a signature names. */
    public boolean vouchesForAll() {
        return isGenuine() && signed.isEmpty();
    }

    /** Whether the owner of the domain in From vouches for this header as well. */
    public boolean vouchesFor(String header) {
        String name = header.toLowerCase(Locale.ROOT);
        return isGenuine() && signed.stream().allMatch(names -> names.contains(name));
    }
}
