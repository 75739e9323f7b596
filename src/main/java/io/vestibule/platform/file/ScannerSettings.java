package io.vestibule.platform.file;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The virus scanner, from {@code vestibule.scanner}.
 *
 * @param address {@code host:port} or {@code unix:/path}; empty = files are not scanned
 * @param patience how long one file may take
 * @param maxSize a larger file is not sent to it
 */
@ConfigurationProperties(prefix = "vestibule.scanner", ignoreUnknownFields = false)
record ScannerSettings(
        @DefaultValue("") String address,
        @DefaultValue("30s") Duration patience,
        @DefaultValue("25MB") DataSize maxSize) {}
