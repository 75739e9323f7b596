package io.vestibule.support.vendors;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The page on which an admin allows the hub in: one link back to the redirect address with code and state. */
final class ConsentPage {

    private ConsentPage() {}

    static VendorAnswer of(VendorCall call, String code) {
        var back = call.query().getOrDefault("redirect_uri", "");
        var target = back + (back.contains("?") ? "&" : "?") + "code=" + encoded(code) + "&state="
                + encoded(call.query().getOrDefault("state", ""));
        return VendorAnswer.html("""
                <!doctype html><html lang="en"><head><title>Allow access</title></head>
                <body><h1>Allow Vestibule to read your records?</h1>
                <p>This is a simulated vendor.</p><p><a id="allow" href="%s">Allow access</a></p></body></html>
                """.formatted(target.replace("&", "&amp;").replace("\"", "&quot;")));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
