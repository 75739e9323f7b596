package io.vestibule.hub.connector;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Where a host of a vendor is. In production names are resolved by DNS and every address has passed {@link
 * AddressGuard}; connections go to exactly the addresses answered here, so a name can't change its mind in between.
 * Tests put an implementation in its place that maps an exact vendor host to a simulated vendor.
 */
public interface VendorAddresses {

    /** A host is not to be reached: a symbol ({@code private-address}, {@code dns-failure}) and words. */
    final class Refused extends UnknownHostException {
        private static final long serialVersionUID = 1L;
        private final String reason;

        public Refused(String reason, String words) {
            super(words);
            this.reason = reason;
        }

        public String reason() {
            return reason;
        }
    }

    /**
     * The addresses a connection to this host and port may use, never empty.
     *
     * @throws Refused when the host is unknown or none of its addresses may be used
     */
    List<InetAddress> resolve(String host, int port) throws Refused;

    /** The address under which this is to be called; itself in production. */
    default URI route(URI address) {
        return address;
    }
}
