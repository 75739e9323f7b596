package io.vestibule.hub.mail.mailbox;

import io.vestibule.hub.connector.VendorAddresses;
import io.vestibule.platform.mail.MailHostCheck;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Optional;
import javax.net.SocketFactory;
import org.springframework.stereotype.Component;

/**
 * Lets mail connections go only where connections of vendors may go: a host that an admin typed in can't reach into the
 * firm's own network. The address that passed the check is the one connected to.
 */
@Component
public class MailServerAddresses implements MailHostCheck {

    private final VendorAddresses addresses;

    MailServerAddresses(VendorAddresses addresses) {
        this.addresses = addresses;
    }

    @Override
    public Optional<String> refusal(String host, int port) {
        try {
            addresses.resolve(host, port);
            return Optional.empty();
        } catch (VendorAddresses.Refused refused) {
            return Optional.of(host + " can't be connected to (" + refused.reason() + "): " + refused.getMessage());
        }
    }

    @Override
    public SocketFactory sockets(String host) {
        return new PinnedSockets(host);
    }

    private final class PinnedSockets extends SocketFactory {
        private final String host;

        PinnedSockets(String host) {
            this.host = host;
        }

        @Override
        public Socket createSocket() {
            return new Socket() {
                @Override
                public void connect(SocketAddress wanted) throws IOException {
                    connect(wanted, 0);
                }

                @Override
                public void connect(SocketAddress wanted, int timeout) throws IOException {
                    int port = ((InetSocketAddress) wanted).getPort();
                    InetAddress address = addresses.resolve(host, port).getFirst();
                    super.connect(new InetSocketAddress(address, port), timeout);
                }
            };
        }

        @Override
        public Socket createSocket(String name, int port) throws IOException {
            Socket socket = createSocket();
            socket.connect(InetSocketAddress.createUnresolved(name, port));
            return socket;
        }

        @Override
        public Socket createSocket(String name, int port, InetAddress localHost, int localPort) throws IOException {
            return createSocket(name, port);
        }

        @Override
        public Socket createSocket(InetAddress address, int port) throws IOException {
            return createSocket(host, port);
        }

        @Override
        public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
                throws IOException {
            return createSocket(host, port);
        }
    }
}
