package io.vestibule.bench.report;

import org.jspecify.annotations.Nullable;

/**
 * One line of the table.
 *
 * @param met whether the target is reached; null where there is none. Never makes a run fail: it says something about
 *     this machine too
 */
public record Figure(
        int part,
        String name,
        double value,
        String unit,
        @Nullable String target,
        @Nullable Boolean met) {}
