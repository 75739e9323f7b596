package io.vestibule.platform.observe;

/**
 * Figures that only the database knows. {@link Readings} asks for them every few seconds on a thread of its own, so that
 * no scrape costs the database anything; what fails keeps its last values and is asked again.
 */
public interface Reading {

    /** Asks and keeps what it got. Must read a small part of the tables only: what is open, or kept per name. */
    void read();
}
