package io.vestibule.bench.report;

import io.vestibule.bench.load.Timeline;
import java.util.List;

/** Throughput and latency of one phase, second by second. */
public record Track(int part, String name, List<Timeline.Second> seconds) {}
