package io.vestibule.sandbox;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Ports of the sandbox's servers (0 = any) and where the simulated vendors keep their records.
 *
 * @param dir deleted together with {@code data/}, so that hub and vendors always fit each other
 */
@ConfigurationProperties("sandbox")
record SandboxSettings(
        @DefaultValue("3025") int smtpPort,
        @DefaultValue("3143") int imapPort,
        @DefaultValue("3081") int xeroPort,
        @DefaultValue("3082") int hubspotPort,
        @DefaultValue("data/sandbox") Path dir) {}
