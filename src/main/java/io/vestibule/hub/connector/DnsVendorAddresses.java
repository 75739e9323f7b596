package io.vestibule.hub.connector;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Resolves by DNS and refuses addresses that are not of the open internet, but for hosts the operator allowed. */
@Component
class DnsVendorAddresses implements VendorAddresses {

    private final OutboundProperties properties;

    DnsVendorAddresses(OutboundProperties properties) {
        this.properties = properties;
    }

    @Override
    public List<InetAddress> resolve(String host, int port) throws Refused {
        InetAddress[] found;
        try {
            found = InetAddress.getAllByName(host);
        } catch (UnknownHostException unknown) {
            throw new Refused("dns-failure", "The host " + host + " is unknown. Check its name.");
        }
        if (properties.allows(host, port)) {
            return List.of(found);
        }
        List<InetAddress> open = Stream.of(found).filter(AddressGuard::isPublic).toList();
        if (open.size() < found.length) {
            // One private address among public ones is how a name is made to point inwards: trust none of them.
            throw new Refused(
                    "private-address",
                    "The host " + host + " has an address inside a private network. If it is a system of your own,"
                            + " name it in vestibule.outbound.private-hosts.");
        }
        return open;
    }
}
