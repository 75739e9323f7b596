package io.vestibule.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.Http11NioProtocol;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Where the built-in hub and portal reach each other: a second port on 127.0.0.1 with threads of its own, so that a flood
 * of pages or webhooks never starves the traffic between them. Ask for the address when making a call, not before: the
 * port is known once the web server runs.
 */
@Component
public class PeerAddress implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    private static final String LOOPBACK = "127.0.0.1";

    private final Connector connector;

    PeerAddress(PeerSettings settings) {
        this.connector = new Connector(Http11NioProtocol.class.getName());
        connector.setPort(settings.port());
        connector.setProperty("address", LOOPBACK);
        connector.setProperty("maxThreads", Integer.toString(settings.threads()));
        connector.setProperty("minSpareThreads", "2");
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addAdditionalTomcatConnectors(connector);
    }

    /** The full address of a path that starts with a slash. */
    public String of(String path) {
        return "http://" + LOOPBACK + ":" + port() + path;
    }

    /** The port, once the web server runs. */
    public int port() {
        int port = connector.getLocalPort();
        if (port <= 0) {
            throw new IllegalStateException("The peer port is not open yet");
        }
        return port;
    }

    /** Whether the request came in on the peer port. */
    public boolean received(HttpServletRequest request) {
        return request.getLocalPort() == connector.getLocalPort();
    }
}
