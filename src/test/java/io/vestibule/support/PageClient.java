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

/** A browser without JavaScript: keeps cookies, follows redirects, fills and sends the forms of a page. */
public final class PageClient {

    private final String base;
    private final HttpClient http = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    public PageClient(String base) {
        this.base = base;
    }

    /** The page at this path or address; fails unless the answer is 200. */
    public Document get(String path) {
        return page(answer(path));
    }

    /** Whatever is answered at this path or address, refusals too. */
    public HttpResponse<String> answer(String path) {
        return send(HttpRequest.newBuilder(address(path)));
    }

    /**
     * Sends the form that the selector finds, with the values a browser would send, these among them, and returns the
     * page that follows.
     */
    public Document submit(Document page, String form, Map<String, String> values) {
        return page(submitForAnswer(page, form, values));
    }

    public HttpResponse<String> submitForAnswer(Document page, String selector, Map<String, String> values) {
        var form = page.selectFirst(selector);
        if (form == null) {
            throw new AssertionError("No form " + selector + " at " + page.location() + ":\n"
                    + page.body().text());
        }
        var sent = new LinkedHashMap<String, String>();
        form.select("input[name], textarea[name], select[name]").forEach(field -> prefill(sent, field));
        sent.putAll(values);
        var action = form.attr("action").isEmpty() ? page.location() : form.attr("action");
        var body = sent.entrySet().stream()
                .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(address(action))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body)));
    }

    private static void prefill(Map<String, String> sent, Element field) {
        switch (field.attr("type")) {
            case "checkbox", "radio" -> {
                if (field.hasAttr("checked")) {
                    sent.put(field.attr("name"), field.hasAttr("value") ? field.attr("value") : "on");
                }
            }
            case "file", "submit" -> {
                return;
            }
            default -> sent.put(field.attr("name"), field.is("select") ? chosen(field) : field.val());
        }
    }

    private static String chosen(Element select) {
        var option = select.selectFirst("option[selected]");
        var first = option == null ? select.selectFirst("option") : option;
        return first == null ? "" : first.val();
    }

    private URI address(String path) {
        return URI.create(path.startsWith("http") ? path : base + path);
    }

    private Document page(HttpResponse<String> answer) {
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.uri() + " answered " + answer.statusCode() + ":\n" + answer.body());
        }
        return Jsoup.parse(answer.body(), answer.uri().toString());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException("No answer from " + base, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
