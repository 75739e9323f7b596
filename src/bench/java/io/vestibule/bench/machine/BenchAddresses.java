package io.vestibule.bench.machine;

import io.vestibule.hub.connector.VendorAddresses;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Leads the exact hosts of vendors to servers on this machine; every other address passes the production guard. */
final class BenchAddresses implements VendorAddresses {

    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "localhost");

    private final VendorAddresses real;
    private final Map<String, Integer> vendors;
    private final Set<Integer> open;

    BenchAddresses(VendorAddresses real, BenchSettings settings) {
        this.real = real;
        this.vendors = settings.vendorPorts();
        this.open = Stream.concat(vendors.values().stream(), settings.openMailPorts().stream())
                .collect(Collectors.toSet());
    }

    @Override
    public List<InetAddress> resolve(String host, int port) throws Refused {
        return THIS_MACHINE.contains(host) && open.contains(port)
                ? List.of(InetAddress.getLoopbackAddress())
                : real.resolve(host, port);
    }

    @Override
    public URI route(URI address) {
        Integer port = vendors.get(address.getHost().toLowerCase(Locale.ROOT));
        if (port == null) {
            return address;
        }
        String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
        return URI.create("http://127.0.0.1:" + port + address.getRawPath() + query);
    }
}
