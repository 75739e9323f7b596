package io.vestibule.hub.gateway;

import io.vestibule.platform.security.GeneratedSecrets;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.springframework.stereotype.Component;

/**
 * The HTTP client of the route {@code call-portal}: signs every call with the peer token, so that it never travels in a
 * Camel header; keeps no cookies, follows no redirects and repeats nothing by itself.
 */
@Component("portalHttp")
class PortalHttp implements HttpClientConfigurer {

    private final PortalSettings settings;
    private final GeneratedSecrets secrets;

    PortalHttp(PortalSettings settings, GeneratedSecrets secrets) {
        this.settings = settings;
        this.secrets = secrets;
    }

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        RequestConfig config = RequestConfig.custom()
                .setResponseTimeout(settings.patience().toMillis(), TimeUnit.MILLISECONDS)
                .setConnectionRequestTimeout(settings.patience().toMillis(), TimeUnit.MILLISECONDS)
                .build();
        builder.setDefaultRequestConfig(config)
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableContentCompression() // the built-in portal is next door: packing costs more than it saves
                .addRequestInterceptorLast(
                        (request, body, context) -> request.setHeader("Authorization", "Bearer " + token()));
    }

    private String token() {
        return settings.token().isBlank() ? secrets.get("peer-token") : settings.token();
    }
}
