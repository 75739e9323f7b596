package io.vestibule.hub.connector;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vestibule.hub.mapping.Mappings;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.hc.core5.util.Timeout;

/** The real route and client of vendor calls without the rest of the product; vendor hosts lead to given ports. */
final class VendorCalls implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-09-01T10:00:00Z");

    final KeptTokens tokens = new KeptTokens();
    final VendorHttp http;
    final Authorization authorization;
    private final DefaultCamelContext camel = new DefaultCamelContext();

    VendorCalls(VendorAddresses addresses) {
        camel.getRegistry().bind("vendorClient", new VendorClient(addresses, Timeout.ofMilliseconds(4_000)));
        camel.getRegistry().bind("vendorAnswerBody", new AnswerBody());
        try {
            for (String file : List.of("error-policies", "call-vendor")) {
                PluginHelper.getRoutesLoader(camel)
                        .loadRoutes(ResourceHelper.resolveResource(camel, "classpath:routes/" + file + ".camel.yaml"));
            }
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
        camel.start();
        VendorExchange exchange = new VendorExchange(camel.createProducerTemplate(), addresses);
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        authorization = new Authorization(exchange, tokens, clock);
        http = new VendorHttp(exchange, authorization, new Mappings(), clock, new SimpleMeterRegistry());
    }

    static VendorAccount xero(String name) {
        return new VendorAccount(
                name,
                TestConnector.shipped("xero").connector(),
                Map.of("clientId", "our-client", "tenantId", "c2cc9b6e-9458-4c7d-93cc-f02b81b0594f"),
                Map.of("clientSecret", "our-secret", "webhookKey", "k"),
                Map.of());
    }

    static VendorAccount hubspot(String name) {
        return new VendorAccount(
                name,
                TestConnector.shipped("hubspot").connector(),
                Map.of("portalId", "33", "markerProperty", "show_in_portal"),
                Map.of("clientSecret", "s", "accessToken", "pat-1"),
                Map.of());
    }

    static VendorAccount hubspotBySignIn(String name) {
        return new VendorAccount(
                name,
                TestConnector.shipped("hubspot").connector(),
                Map.of("portalId", "33", "markerProperty", "show_in_portal", "clientId", "our-client"),
                Map.of("clientSecret", "s"),
                Map.of());
    }

    @Override
    public void close() {
        camel.stop();
    }

    /** Vendor hosts at ports of this machine, without TLS; every other host is judged as in production. */
    static final class Hosts implements VendorAddresses {
        private final Map<String, Integer> ports = new HashMap<>();
        private final VendorAddresses real = new DnsVendorAddresses(new OutboundProperties(List.of()));

        Hosts with(String host, int port) {
            ports.put(host, port);
            return this;
        }

        @Override
        public List<InetAddress> resolve(String host, int port) throws Refused {
            return ports.containsKey(host) ? List.of(InetAddress.getLoopbackAddress()) : real.resolve(host, port);
        }

        @Override
        public URI route(URI address) {
            Integer port = ports.get(address.getHost());
            String text = address.toString();
            return port == null
                    ? address
                    : URI.create(text.replaceFirst("https?://[^/]+", "http://" + address.getHost() + ":" + port));
        }
    }

    /** Tokens in memory, with the same promises about claims as the real store. */
    static final class KeptTokens implements TokenStore {
        private final Map<String, Tokens> tokens = new ConcurrentHashMap<>();
        private final Map<String, UUID> claims = new ConcurrentHashMap<>();
        private final AtomicBoolean failing = new AtomicBoolean();

        void failNextSave() {
            failing.set(true);
        }

        @Override
        public Optional<Tokens> load(String connection) {
            return Optional.ofNullable(tokens.get(connection));
        }

        @Override
        public Optional<UUID> claimRefresh(String connection, Duration lease) {
            UUID mine = UUID.randomUUID();
            return claims.putIfAbsent(connection, mine) == null ? Optional.of(mine) : Optional.empty();
        }

        @Override
        public boolean save(String connection, Tokens renewed, UUID claim) {
            if (failing.getAndSet(false)) {
                throw new IllegalStateException("The database is away");
            }
            if (!claims.remove(connection, claim)) {
                return false;
            }
            tokens.put(connection, renewed);
            return true;
        }

        @Override
        public void release(String connection, UUID claim) {
            claims.remove(connection, claim);
        }

        @Override
        public void connect(String connection, Tokens first) {
            tokens.put(connection, first);
        }
    }
}
