package io.vestibule.platform.web;

import io.vestibule.platform.start.StartRefused;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * The address people and vendors reach the product under, {@code vestibule.public-url}: the only base for links in mails,
 * sign-in callbacks and webhook addresses. Never taken from a request, whose Host header anyone can write.
 */
@Component
public class PublicAddress {

    private final Environment environment;
    private final String configured;

    PublicAddress(Environment environment) {
        this.environment = environment;
        this.configured =
                check(environment.getProperty("vestibule.public-url", "").strip());
    }

    /** The full address of a path that starts with a slash. */
    public String of(String path) {
        return base() + path;
    }

    /** The address without a slash at its end. */
    public String base() {
        return isConfigured() ? configured : "http://localhost:" + environment.getProperty("local.server.port", "8080");
    }

    /** Whether sessions may ask for a secure cookie. */
    public boolean isHttps() {
        return base().startsWith("https:");
    }

    boolean isConfigured() {
        return !configured.isEmpty();
    }

    private static String check(String url) {
        if (url.isEmpty()) {
            return url;
        }
        try {
            URI uri = new URI(url);
            if (uri.getHost() != null && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))) {
                return url.replaceAll("/+$", "");
            }
        } catch (URISyntaxException e) {
            throw refusal(url, e);
        }
        throw refusal(url, null);
    }

    private static StartRefused refusal(String url, @Nullable Exception cause) {
        return new StartRefused(
                "vestibule.public-url is '" + url + "', which is not a web address.",
                "Set it to the address people type, for example https://portal.example.com.",
                cause);
    }
}
