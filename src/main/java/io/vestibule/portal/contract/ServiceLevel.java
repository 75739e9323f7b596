package io.vestibule.portal.contract;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One promise of service on a request, as pages show it.
 *
 * @param metric {@code first-response} or {@code resolution}
 * @param dueAt null while paused or when stopped without a target
 * @param state running, paused, met, breached
 * @param lines the calculation interval by interval, ready to be read by a person
 */
public record ServiceLevel(String metric, @Nullable Instant dueAt, String state, List<String> lines) {}
