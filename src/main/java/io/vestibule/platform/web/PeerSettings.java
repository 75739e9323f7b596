package io.vestibule.platform.web;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The port hub and portal talk to each other on, from {@code vestibule.peer}.
 *
 * @param port port on 127.0.0.1; 0 = any free one
 * @param threads how many calls between them are served at once
 */
@Validated
@ConfigurationProperties("vestibule.peer")
record PeerSettings(
        @DefaultValue("0") @Min(0) @Max(65535) int port,
        @DefaultValue("40") @Min(4) @Max(500) int threads) {}
