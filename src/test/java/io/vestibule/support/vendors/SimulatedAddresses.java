package io.vestibule.support.vendors;

import io.vestibule.hub.connector.VendorAddresses;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Where vendors are in tests and the sandbox: the exact host of a simulated vendor leads to its server on this machine,
 * and the mail server's ports may be reached. Every other address passes the production guard.
 */
public final class SimulatedAddresses implements VendorAddresses {

    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost");

    private final VendorAddresses real;
    private final Map<String, URI> servers;
    private final Set<Integer> mailPorts;

    /** @param servers the server on this machine that stands for a vendor's host, by host */
    public SimulatedAddresses(VendorAddresses real, Map<String, URI> servers, Set<Integer> mailPorts) {
        this.real = real;
        this.servers = Map.copyOf(servers);
        this.mailPorts = Set.copyOf(mailPorts);
    }

    @Override
    public List<InetAddress> resolve(String host, int port) throws Refused {
        var known = mailPorts.contains(port) || servers.values().stream().anyMatch(server -> server.getPort() == port);
        return known && THIS_MACHINE.contains(host)
                ? List.of(InetAddress.getLoopbackAddress())
                : real.resolve(host, port);
    }

    @Override
    public URI route(URI address) {
        var server = servers.get(address.getHost().toLowerCase(Locale.ROOT));
        return server == null ? address : URI.create(server + tail(address));
    }

    private static String tail(URI address) {
        var path = address.getRawPath() == null ? "" : address.getRawPath();
        return address.getRawQuery() == null ? path : path + "?" + address.getRawQuery();
    }
}
