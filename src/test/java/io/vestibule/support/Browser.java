package io.vestibule.support;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * A browser without JavaScript: keeps cookies, sends the CSRF token of the page it is on, follows no redirect by itself.
 * One per signed-in person.
 */
public final class Browser {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String base;
    private final CookieManager cookies = new CookieManager();
    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(cookies).build();
    private String token = "";

    /** @param base for example {@code http://127.0.0.1:8080} */
    public Browser(String base) {
        this.base = base;
    }

    /** One without cookies, for the same product. */
    public Browser another() {
        return new Browser(base);
    }

    /** What came back. */
    public record Page(int status, HttpResponse<String> answer) {

        public Document html() {
            return Jsoup.parse(answer.body());
        }

        /** All words a person can read on it. */
        public String text() {
            return html().text();
        }

        /** Where the first link that the selector finds leads. */
        public String link(String selector) {
            Element link = html().selectFirst(selector);
            if (link == null) {
                throw new AssertionError("No " + selector + " on the page: " + text());
            }
            return link.attr("href");
        }

        /** Where a redirect leads, as a path; null when it is none. */
        public @Nullable String location() {
            return answer.headers()
                    .firstValue("Location")
                    .map(location -> URI.create(location).isAbsolute() ? path(URI.create(location)) : location)
                    .orElse(null);
        }

        public @Nullable String header(String name) {
            return answer.headers().firstValue(name).orElse(null);
        }

        private static String path(URI uri) {
            return uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + "?" + uri.getRawQuery();
        }
    }

    public Page get(String path) {
        return send(request(path).GET());
    }

    /** Opens the path and whatever it redirects to. */
    public Page open(String path) {
        return follow(get(path));
    }

    /** Goes where the redirect leads, up to five times. */
    public Page follow(Page page) {
        Page current = page;
        for (int hop = 0; hop < 5 && current.location() != null; hop++) {
            current = get(current.location());
        }
        return current;
    }

    /** Submits a form of the page opened last. */
    public Page post(String path, Map<String, String> fields) {
        Map<String, String> all = new LinkedHashMap<>(fields);
        all.put("_csrf", token);
        return postWithoutToken(path, all);
    }

    public Page postWithoutToken(String path, Map<String, String> fields) {
        String body = fields.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
        return send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body)));
    }

    /** Submits a form with one file. */
    public Page upload(String path, Map<String, String> fields, String fileName, byte[] content) {
        String boundary = "----vestibule-test";
        StringBuilder head = new StringBuilder();
        Map<String, String> all = new LinkedHashMap<>(fields);
        all.put("_csrf", token);
        all.forEach((name, value) -> head.append(
                "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n".formatted(boundary, name, value)));
        head.append("--%s\r\nContent-Disposition: form-data; name=\"files\"; filename=\"%s\"\r\n"
                .formatted(boundary, fileName));
        head.append("Content-Type: text/html\r\n\r\n");
        byte[] start = head.toString().getBytes(StandardCharsets.UTF_8);
        byte[] end = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8);
        return send(request(path)
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(BodyPublishers.concat(
                        BodyPublishers.ofByteArray(start),
                        BodyPublishers.ofByteArray(content),
                        BodyPublishers.ofByteArray(end))));
    }

    /** Any request, with the cookies of this browser. */
    public Page send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
            Page page = new Page(answer.statusCode(), answer);
            Element field = page.html().selectFirst("input[name=_csrf]");
            token = field == null ? token : field.val();
            return page;
        } catch (IOException e) {
            throw new IllegalStateException("The product did not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE);
    }

    /** The value of the session cookie; null without a session. */
    public @Nullable String session() {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().endsWith("vestibule"))
                .map(cookie -> cookie.getValue())
                .findFirst()
                .orElse(null);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
