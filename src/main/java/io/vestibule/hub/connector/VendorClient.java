package io.vestibule.hub.connector;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Sets up the one HTTP client of the route {@code call-vendor}: addresses only from {@link VendorAddresses}, no
 * redirects, retries, cookies or proxies of its own, and a limit to every wait.
 */
@Component("vendorClient")
class VendorClient implements HttpClientConfigurer {

    private static final Timeout CONNECT = Timeout.ofSeconds(5);
    private static final Timeout ANSWER = Timeout.ofSeconds(10);
    private static final int CONNECTIONS = 100;
    private static final int PER_HOST = 20;

    private final VendorAddresses addresses;
    private final Timeout answer;

    @Autowired
    VendorClient(VendorAddresses addresses) {
        this(addresses, ANSWER);
    }

    VendorClient(VendorAddresses addresses, Timeout answer) {
        this.addresses = addresses;
        this.answer = answer;
    }

    @Override
    public void configureHttpClient(HttpClientBuilder client) {
        ConnectionConfig connection = ConnectionConfig.custom()
                .setConnectTimeout(CONNECT)
                .setSocketTimeout(answer)
                .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                .setTimeToLive(TimeValue.ofMinutes(5))
                .build();
        client.setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(new Pinned(addresses))
                        .setDefaultConnectionConfig(connection)
                        .setMaxConnTotal(CONNECTIONS)
                        .setMaxConnPerRoute(PER_HOST)
                        .build())
                .setConnectionManagerShared(false)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(CONNECT)
                        .setResponseTimeout(answer)
                        .build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .setUserAgent("Vestibule");
    }

    /** The client connects to what this answers and asks nobody else: resolving and guarding are one step. */
    private record Pinned(VendorAddresses addresses) implements DnsResolver {

        @Override
        public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
            return addresses.resolve(host, port).stream()
                    .map(address -> new InetSocketAddress(address, port))
                    .toList();
        }

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            return addresses.resolve(host, 443).toArray(InetAddress[]::new);
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }
}
