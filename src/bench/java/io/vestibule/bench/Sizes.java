package io.vestibule.bench;

import java.time.Duration;

/**
 * How much of everything a run uses.
 *
 * @param shots webhooks of a phase of part 1, if its time suffices
 * @param warmUp webhooks before anything is measured
 * @param phase longest time of a measured phase
 * @param limitSeconds how long pgbench runs
 * @param invoices different ones in part 2
 * @param backlog webhooks that wait when the processing starts
 * @param mails in part 3
 * @param oldRows in part 4
 * @param oldClocks open SLA clocks in part 4
 * @param starts in part 5
 * @param deliveries in part 6
 * @param slow how long the slow connection of part 6 takes to answer
 * @param settle how long a hub that has nothing to do is left alone before it is measured
 * @param smallestHeap which of the heaps that part 3 tries for a large mail is the first, from 0
 */
record Sizes(
        int shots,
        int warmUp,
        Duration phase,
        int limitSeconds,
        int invoices,
        int backlog,
        int mails,
        int oldRows,
        int oldClocks,
        int starts,
        int deliveries,
        Duration slow,
        Duration settle,
        int smallestHeap) {

    static Sizes full() {
        return new Sizes(
                400_000,
                40_000,
                Duration.ofSeconds(30),
                20,
                10_000,
                200_000,
                5_000,
                10_000_000,
                1_000_000,
                5,
                10_000,
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                0);
    }

    /** Two minutes for all: proves that nothing is lost or doubled; its figures are of no worth. */
    static Sizes shortCut() {
        return new Sizes(
                4_000,
                500,
                Duration.ofSeconds(2),
                1,
                500,
                1_000,
                50,
                20_000,
                5_000,
                1,
                500,
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                4);
    }

    Sizes withOldRows(int number) {
        return new Sizes(
                shots,
                warmUp,
                phase,
                limitSeconds,
                invoices,
                backlog,
                mails,
                number,
                oldClocks,
                starts,
                deliveries,
                slow,
                settle,
                smallestHeap);
    }

    Sizes withBacklog(int number) {
        return new Sizes(
                shots,
                warmUp,
                phase,
                limitSeconds,
                invoices,
                number,
                mails,
                oldRows,
                oldClocks,
                starts,
                deliveries,
                slow,
                settle,
                smallestHeap);
    }

    /** The same on a slower machine: all numbers but those that mean something by themselves. */
    Sizes scaled(double by) {
        return new Sizes(
                scaled(shots, by),
                scaled(warmUp, by),
                phase,
                limitSeconds,
                scaled(invoices, by),
                scaled(backlog, by),
                scaled(mails, by),
                scaled(oldRows, by),
                scaled(oldClocks, by),
                starts,
                scaled(deliveries, by),
                slow,
                settle,
                smallestHeap);
    }

    private static int scaled(int number, double by) {
        return Math.max(10, (int) (number * by));
    }
}
