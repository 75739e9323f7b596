package io.vestibule.portal.feed;

import java.util.concurrent.TimeUnit;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.springframework.stereotype.Component;

/** The HTTP client of the route {@code publish-feed}: no cookies, no redirects, no repetition of its own. */
@Component("feedHttp")
class FeedHttp implements HttpClientConfigurer {

    static final int PATIENCE_SECONDS = 15;

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        RequestConfig config = RequestConfig.custom()
                .setResponseTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .setConnectionRequestTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .build();
        builder.setDefaultRequestConfig(config)
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement();
    }
}
