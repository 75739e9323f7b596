package io.vestibule.platform.file;

/** What the virus scanner says of a file. */
public sealed interface ScanResult {

    /** Nothing was found, or there is no scanner that could find something. */
    record Clean() implements ScanResult {}

    /** @param signature the scanner's name for what it found */
    record Infected(String signature) implements ScanResult {}

    /**
     * Nobody knows.
     *
     * @param words why, as a sentence
     * @param passing whether another try can help
     */
    record Unknown(String words, boolean passing) implements ScanResult {}
}
