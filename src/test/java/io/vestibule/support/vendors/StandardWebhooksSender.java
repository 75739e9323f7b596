package io.vestibule.support.vendors;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;

/** A finance system that pushes in the Standard Webhooks format, with a secret of the form {@code whsec_<base64>}. */
public record StandardWebhooksSender(String secret) {

    /** The same id again is the same news, whatever the time of sending. */
    public SignedWebhook sign(String id, Instant sentAt, String body) {
        var key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
        var signature = SignedWebhook.hmacSha256(key, id + "." + sentAt.getEpochSecond() + "." + body);
        var headers = new LinkedHashMap<String, String>();
        headers.put("Content-Type", "application/json");
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", Long.toString(sentAt.getEpochSecond()));
        headers.put("webhook-signature", "v1," + signature);
        return new SignedWebhook(headers, body);
    }

    /** A secret of the right form, always the same for the same words. */
    public static String secretOf(String words) {
        var bytes = (words + " 0123456789abcdef01234567").substring(0, 24).getBytes(StandardCharsets.US_ASCII);
        return "whsec_" + Base64.getEncoder().encodeToString(bytes);
    }
}
