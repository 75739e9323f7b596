package io.vestibule.bench.report;

/** A promise that holds on every machine, such as that no row is lost; one that does not makes the run fail. */
public record Check(int part, String promise, boolean kept, String seen) {}
