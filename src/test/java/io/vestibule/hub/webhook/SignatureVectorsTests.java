package io.vestibule.hub.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vestibule.hub.connector.Verify;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The one verifier against signatures that vendors published or their own libraries made: ours in the repository, and
 * all of the shared collection where it is at hand.
 */
class SignatureVectorsTests {

    private static final Path SHARED = Path.of("../shared/vectors/webhook-signatures.json");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TestFactory
    Stream<DynamicTest> ownVectors() throws IOException {
        try (InputStream file = SignatureVectorsTests.class.getResourceAsStream("own-vectors.json")) {
            return tests(JSON.readTree(Objects.requireNonNull(file)));
        }
    }

    @TestFactory
    Stream<DynamicTest> sharedVectors() throws IOException {
        return Files.exists(SHARED) ? tests(JSON.readTree(SHARED.toFile())) : Stream.empty();
    }

    private static Stream<DynamicTest> tests(JsonNode vectors) throws IOException {
        Map<String, Verify> schemes = schemes();
        return StreamSupport.stream(vectors.spliterator(), false)
                .filter(vector -> !vector.path("informational").asBoolean())
                .map(vector -> dynamicTest(
                        vector.path("id").asText() + ": "
                                + vector.path("reason").asText(),
                        () -> check(vector, Objects.requireNonNull(schemes.get(scheme(vector)), scheme(vector)))));
    }

    private static String scheme(JsonNode vector) {
        String vendor = vector.path("vendor").asText();
        return vendor.equals("hubspot")
                ? "hubspot-" + vector.path("scheme").asText().substring(0, 2)
                : vendor;
    }

    private static void check(JsonNode vector, Verify verify) {
        Map<String, String> headers = new HashMap<>();
        vector.path("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        byte[] body = Base64.getDecoder().decode(vector.path("body_base64").asText());
        RawRequest request = new RawRequest(
                vector.path("method").asText(), vector.path("url").asText(), headers, body);
        Instant now = Instant.ofEpochMilli(vector.path("timestamp").asLong());
        String secret = vector.path("secret").asText();
        Map<String, String> values = Map.of(
                "key", secret, "user", secret.split(":", 2)[0], "password", secret.substring(secret.indexOf(':') + 1));

        Verification verification = SignatureVerifier.verify(verify, values, request, now);

        assertThat(verification instanceof Verification.Genuine)
                .as("%s", verification)
                .isEqualTo(vector.path("expected_valid").asBoolean());
    }

    private static Map<String, Verify> schemes() throws IOException {
        Map<String, Verify> schemes = new HashMap<>();
        YAMLMapper yaml = new YAMLMapper();
        try (InputStream file = SignatureVectorsTests.class.getResourceAsStream("schemes.yaml")) {
            for (Map.Entry<String, JsonNode> scheme :
                    yaml.readTree(Objects.requireNonNull(file)).properties()) {
                schemes.put(scheme.getKey(), yaml.treeToValue(scheme.getValue(), Verify.class));
            }
        }
        return schemes;
    }
}
