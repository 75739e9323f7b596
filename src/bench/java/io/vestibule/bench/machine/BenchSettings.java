package io.vestibule.bench.machine;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the bench tells its hub process.
 *
 * @param vendors hosts of vendors, each as {@code host=port} of a server on this machine
 * @param mailPorts ports of the mail server: IMAP, SMTP; empty = no mailbox
 * @param sinks number of connections that deliveries go to
 * @param goneSinks how many of them lead to a port nobody listens on
 */
@ConfigurationProperties("bench")
record BenchSettings(
        @DefaultValue List<String> vendors,
        @DefaultValue List<Integer> mailPorts,
        @DefaultValue("0") int sinks,
        @DefaultValue("0") int goneSinks) {

    Map<String, Integer> vendorPorts() {
        return vendors.stream()
                .map(vendor -> vendor.split("=", 2))
                .collect(java.util.stream.Collectors.toMap(pair -> pair[0], pair -> Integer.parseInt(pair[1])));
    }

    Set<Integer> openMailPorts() {
        return Set.copyOf(mailPorts);
    }
}
