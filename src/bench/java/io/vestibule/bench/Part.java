package io.vestibule.bench;

/** One thing the bench measures. Starts what it needs, leaves nothing running, and writes what it found to the report. */
interface Part {

    int number();

    String title();

    void run(Workshop workshop) throws Exception;
}
