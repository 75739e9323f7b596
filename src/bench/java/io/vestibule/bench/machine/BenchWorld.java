package io.vestibule.bench.machine;

import io.vestibule.hub.connector.VendorAddresses;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;

/** What the bench adds to the product in a hub process: where vendors are, and a firm with clients and connections. */
@TestConfiguration(proxyBeanMethods = false)
@EnableConfigurationProperties(BenchSettings.class)
@Import(BenchSeed.class)
class BenchWorld {

    @Bean
    @Primary
    VendorAddresses benchAddresses(@Qualifier("dnsVendorAddresses") VendorAddresses real, BenchSettings settings) {
        return new BenchAddresses(real, settings);
    }
}
