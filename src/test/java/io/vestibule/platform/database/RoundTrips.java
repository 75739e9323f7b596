package io.vestibule.platform.database;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.SocketFactory;

/** Counts how often connections say something to the database and then wait for its answer, however many statements. */
public final class RoundTrips extends SocketFactory {

    private static final Map<String, AtomicLong> COUNTS = new ConcurrentHashMap<>();

    private final AtomicLong count;

    /** Made by the driver, which is told the name in the address. */
    public RoundTrips(String name) {
        this.count = count(name);
    }

    /** The address for connections that are counted under this name. */
    public static ServerAddress counted(ServerAddress address, String name) {
        String factory = "?socketFactory=" + RoundTrips.class.getName() + "&socketFactoryArg=" + name;
        return new ServerAddress(address.url() + factory, address.username(), address.password());
    }

    /** How many there were until now. */
    public static long of(String name) {
        return count(name).get();
    }

    private static AtomicLong count(String name) {
        return COUNTS.computeIfAbsent(name, unknown -> new AtomicLong());
    }

    @Override
    public Socket createSocket() {
        return new Counted(count);
    }

    private static final class Counted extends Socket {

        private final AtomicLong count;
        private volatile boolean said;

        Counted(AtomicLong count) {
            this.count = count;
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(super.getOutputStream()) {
                @Override
                public void write(byte[] bytes, int from, int length) throws IOException {
                    said = true;
                    out.write(bytes, from, length);
                }
            };
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read(byte[] bytes, int from, int length) throws IOException {
                    if (said) {
                        said = false;
                        count.incrementAndGet();
                    }
                    return super.read(bytes, from, length);
                }
            };
        }
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException("The driver connects by itself");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) {
        throw new UnsupportedOperationException("The driver connects by itself");
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw new UnsupportedOperationException("The driver connects by itself");
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
        throw new UnsupportedOperationException("The driver connects by itself");
    }
}
