package io.vestibule.portal.request;

import io.vestibule.platform.web.HeapShare;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Room for files that are handed over, by pages and calls together: each is held as a whole while it is looked at and
 * stored.
 */
@Configuration(proxyBeanMethods = false)
class FileRoom {

    /** While a file is looked at and stored, several times its size is in use. */
    private static final int PART_OF_THE_HEAP = 8;

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    @Bean
    HeapShare roomForFiles() {
        long share = Runtime.getRuntime().maxMemory() / PART_OF_THE_HEAP;
        return new HeapShare(Math.max(Files.LARGEST, share), PATIENCE);
    }
}
