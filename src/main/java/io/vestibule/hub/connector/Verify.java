package io.vestibule.hub.connector;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a vendor proves that a delivery is its own, as data; {@code SignatureVerifier} of the webhook room reads it. The
 * kind follows from the key that is set: {@code hmac} or {@code hash} (name of the digest), {@code basic},
 * or {@code token}.
 *
 * @param key template of the secret, e.g. {@code {webhookKey}}
 * @param keyPrefix cut off the secret where present
 * @param keyEncoding how the rest becomes bytes
 * @param over what is signed, in order
 * @param separator between the parts
 * @param urlDecode characters that the vendor decodes in the address before it signs
 * @param header where the signature is
 * @param encoding how the signature is written
 * @param prefix what stands before it and must be there
 * @param list separator of several signatures of which one must fit
 * @param pairs the header is a list like {@code t=1,v1=abc}
 * @param marker header that must carry a value, e.g. the version of the scheme
 * @param failure HTTP status for a wrong signature
 */
public record Verify(
        @Nullable String hmac,
        @Nullable String hash,
        @Nullable Basic basic,
        @Nullable Token token,
        @Nullable String key,
        @Nullable String keyPrefix,
        KeyEncoding keyEncoding,
        List<Part> over,
        String separator,
        @Nullable String urlDecode,
        @Nullable String header,
        Encoding encoding,
        @Nullable String prefix,
        @Nullable String list,
        @Nullable Pairs pairs,
        @Nullable Marker marker,
        @Nullable String id,
        @Nullable Clock clock,
        int failure) {

    public Verify {
        keyEncoding = keyEncoding == null ? KeyEncoding.TEXT : keyEncoding;
        over = over == null ? List.of() : List.copyOf(over);
        separator = separator == null ? "" : separator;
        encoding = encoding == null ? Encoding.HEX : encoding;
        failure = failure == 0 ? 401 : failure;
    }

    public enum KeyEncoding {
        @JsonProperty("text")
        TEXT,
        @JsonProperty("base64")
        BASE64
    }

    public enum Encoding {
        @JsonProperty("hex")
        HEX,
        @JsonProperty("base64")
        BASE64
    }

    /** A piece of what is signed. {@code FORM_JSON} is a form's fields printed as JSON the way Python prints it. */
    public enum Part {
        @JsonProperty("key")
        KEY,
        @JsonProperty("method")
        METHOD,
        @JsonProperty("url")
        URL,
        @JsonProperty("body")
        BODY,
        @JsonProperty("timestamp")
        TIMESTAMP,
        @JsonProperty("id")
        ID,
        @JsonProperty("form-json")
        FORM_JSON
    }

    public enum Unit {
        @JsonProperty("s")
        SECONDS,
        @JsonProperty("ms")
        MILLISECONDS,
        @JsonProperty("iso")
        ISO
    }

    /** User name and password of HTTP Basic, as templates. */
    public record Basic(String user, String password) {}

    /** A shared secret inside the delivery. {@code at}: path in the JSON body, dots between names */
    public record Token(String at, String equalTo) {}

    /** Names within a header of {@code name=value} pairs. */
    public record Pairs(String signature, @Nullable String timestamp) {}

    public record Marker(String header, String value) {}

    /**
     * When the sender says it signed.
     *
     * @param header null where it is one of the {@link Pairs}
     * @param past how old it may be, like {@code 5m}; null = any age
     * @param future how far ahead; null = as far as you like
     */
    public record Clock(
            @Nullable String header,
            Unit unit,
            @Nullable String past,
            @Nullable String future) {}

    /** Headers that hold credentials or proofs and are masked before a delivery is stored. */
    public List<String> headersUsed() {
        return java.util.stream.Stream.of(header, basic == null ? null : "authorization")
                .filter(java.util.Objects::nonNull)
                .map(name -> name.toLowerCase(java.util.Locale.ROOT))
                .toList();
    }
}
