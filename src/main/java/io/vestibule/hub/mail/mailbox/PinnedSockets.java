package io.vestibule.hub.mail.mailbox;

import io.vestibule.hub.connector.VendorAddresses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.SocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections to one mail host: each goes to an address that passed the check at that moment. All of them can be cut,
 * whoever waits for an answer on them.
 */
final class PinnedSockets extends SocketFactory {

    private static final Logger LOG = LoggerFactory.getLogger(PinnedSockets.class);

    private final VendorAddresses addresses;
    private final String host;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean isCut;

    PinnedSockets(VendorAddresses addresses, String host) {
        this.addresses = addresses;
        this.host = host;
    }

    /** For good: the library would make a new one to take its leave by. */
    void cut() {
        isCut = true;
        for (Socket socket : open) {
            try {
                socket.close();
            } catch (IOException e) {
                LOG.debug("A connection to {} could not be cut", host, e);
            }
        }
    }

    @Override
    public Socket createSocket() {
        return new Pinned();
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

    private final class Pinned extends Socket {

        @Override
        public void connect(SocketAddress wanted) throws IOException {
            connect(wanted, 0);
        }

        @Override
        public void connect(SocketAddress wanted, int timeout) throws IOException {
            int port = ((InetSocketAddress) wanted).getPort();
            InetAddress address = addresses.resolve(host, port).getFirst();
            open.add(this);
            if (isCut) {
                close();
            }
            try {
                super.connect(new InetSocketAddress(address, port), timeout);
            } catch (IOException e) {
                close();
                throw e;
            }
        }

        @Override
        public void close() throws IOException {
            open.remove(this);
            super.close();
        }
    }
}
