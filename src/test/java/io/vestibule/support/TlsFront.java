package io.vestibule.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Speaks TLS in front of a server that does not. Its certificate is for 127.0.0.1, by an authority that only the JVM of
 * the tests knows (see {@code javax.net.ssl.trustStore} in pom.xml).
 */
final class TlsFront implements AutoCloseable {

    private static final char[] PASSWORD = "changeit".toCharArray();

    private final ServerSocket door;
    private final int behind;

    TlsFront(int behind) {
        this.behind = behind;
        try {
            door = context().getServerSocketFactory().createServerSocket(0, 20, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::serve);
    }

    private static SSLContext context() throws IOException {
        try (var file = Objects.requireNonNull(TlsFront.class.getResourceAsStream("/tls/server.p12"))) {
            var keys = KeyStore.getInstance("PKCS12");
            keys.load(file, PASSWORD);
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD);
            var context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    int port() {
        return door.getLocalPort();
    }

    private void serve() {
        while (!door.isClosed()) {
            try {
                var client = door.accept();
                Thread.ofVirtual().start(() -> converse(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void converse(Socket client) {
        try (client;
                var server = new Socket(InetAddress.getLoopbackAddress(), behind)) {
            Thread.ofVirtual().start(() -> handOn(server, client));
            handOn(client, server);
        } catch (IOException broken) {
            // one of the two left
        }
    }

    private static void handOn(Socket from, Socket to) {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException broken) {
            // one of the two left
        }
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
