package io.vestibule.platform.web;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of {@code /hooks/**}, from {@code vestibule.hooks}.
 *
 * @param maxBody the longest body that is taken; a longer one is answered 413
 * @param maxInFlight how many are received at once; more are answered 503 and come again
 */
@Validated
@ConfigurationProperties("vestibule.hooks")
record HookSettings(
        @DefaultValue("5MB") DataSize maxBody,
        @DefaultValue("200") @Min(1) @Max(10_000) int maxInFlight) {}
