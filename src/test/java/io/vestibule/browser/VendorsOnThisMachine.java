package io.vestibule.browser;

import io.vestibule.hub.connector.VendorAddresses;
import io.vestibule.support.vendors.SimulatedAddresses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Arrays;
import java.util.Properties;
import java.util.stream.Collectors;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

/**
 * The one bean that differs when a {@link RunningJar} runs: the addresses of vendors. Runs inside the product's process,
 * put in front of its class path; where the simulated vendors are stands in a file beside this class.
 */
public final class VendorsOnThisMachine implements ApplicationContextInitializer<GenericApplicationContext> {

    static final String FILE = "vendors-on-this-machine.properties";
    static final String MAIL_PORTS = "mail-ports";

    @Override
    public void initialize(GenericApplicationContext context) {
        var known = known();
        var mailPorts = Arrays.stream(String.valueOf(known.remove(MAIL_PORTS)).split(",", -1))
                .map(Integer::valueOf)
                .collect(Collectors.toSet());
        var servers = known.stringPropertyNames().stream()
                .collect(Collectors.toMap(host -> host, host -> URI.create(known.getProperty(host))));
        context.registerBean(
                "vendorsOnThisMachine",
                VendorAddresses.class,
                () -> new SimulatedAddresses(
                        context.getBean("dnsVendorAddresses", VendorAddresses.class), servers, mailPorts),
                bean -> bean.setPrimary(true));
    }

    private static Properties known() {
        try {
            return PropertiesLoaderUtils.loadProperties(new ClassPathResource(FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
