package io.vestibule.hub.connector;

import java.util.List;
import java.util.Locale;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What the operator, not an admin, decides about calls to vendors.
 *
 * @param privateHosts systems of the house that may be called although their address is private, as host:port
 */
@ConfigurationProperties("vestibule.outbound")
public record OutboundProperties(List<String> privateHosts) {

    public OutboundProperties {
        privateHosts = privateHosts == null
                ? List.of()
                : privateHosts.stream()
                        .map(host -> host.strip().toLowerCase(Locale.ROOT))
                        .toList();
        for (String host : privateHosts) {
            if (!host.matches("[a-z0-9.-]+:\\d{1,5}")) {
                throw new IllegalArgumentException("vestibule.outbound.private-hosts: \"" + host
                        + "\" is not understood. Write host:port, for example zammad.lan:443.");
            }
        }
    }

    boolean allows(String host, int port) {
        return privateHosts.contains(host.toLowerCase(Locale.ROOT) + ":" + port);
    }
}
