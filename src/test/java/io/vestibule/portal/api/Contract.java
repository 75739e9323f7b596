package io.vestibule.portal.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;

/** The published contract, to hold JSON against. */
final class Contract {

    private static final String ROOT = "https://contract.example/";
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final JsonNode API = read("portal-api.yaml");
    private static final JsonNode FEED = read("feed-events.yaml");
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V202012,
            builder -> builder.schemaLoaders(loaders -> loaders.schemas(
                    Map.of(ROOT + "portal-api.yaml", API.toString(), ROOT + "feed-events.yaml", FEED.toString()))));

    private Contract() {}

    /** Fails unless the JSON is what this schema of portal-api.yaml says. */
    static void accepts(String schema, JsonNode json) {
        assertThat(complaints("portal-api.yaml", schema, json))
                .as("%s: %s", schema, json)
                .isEmpty();
    }

    /** Fails unless the JSON is what this schema of feed-events.yaml says. */
    static void acceptsEvent(String schema, JsonNode json) {
        assertThat(complaints("feed-events.yaml", schema, json))
                .as("%s: %s", schema, json)
                .isEmpty();
    }

    static Set<ValidationMessage> complaints(String file, String schema, JsonNode json) {
        SchemaValidatorsConfig config =
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
        return SCHEMAS.getSchema(SchemaLocation.of(ROOT + file + "#/components/schemas/" + schema), config)
                .validate(json);
    }

    /** The schema of this name, wherever it is; missing when there is none. */
    static JsonNode schema(String name) {
        JsonNode schema = API.at("/components/schemas/" + name);
        return schema.isMissingNode() ? FEED.at("/components/schemas/" + name) : schema;
    }

    static JsonNode api() {
        return API;
    }

    static JsonNode feed() {
        return FEED;
    }

    private static JsonNode read(String file) {
        try (InputStream yaml = Contract.class.getResourceAsStream("/contract/" + file)) {
            return YAML.readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
