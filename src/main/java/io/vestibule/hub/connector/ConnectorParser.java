package io.vestibule.hub.connector;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.InjectableValues;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads {@code connector.yaml}: well-formed YAML without duplicate keys, then the JSON Schema of the format, then the
 * records. Everything wrong is told with file, path and what is expected.
 */
final class ConnectorParser {

    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final JsonSchema schema;

    /** @param schemaText {@code connectors/connector.schema.json} */
    ConnectorParser(String schemaText) {
        this.schema =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schemaText);
    }

    /** What came of reading: a connector, or what is wrong. */
    sealed interface Parsed {
        record Good(Connector connector) implements Parsed {}

        record Bad(List<ConnectorProblem> problems) implements Parsed {}
    }

    Parsed parse(ConnectorFiles files) {
        String file = files.folder() + "/" + ConnectorFiles.DESCRIPTION;
        String text = files.text(ConnectorFiles.DESCRIPTION).orElse(null);
        if (text == null) {
            return bad(file, "", "The file is missing. Add it; connectors/_template shows its form.");
        }
        try {
            JsonNode tree = YAML.readTree(text);
            if (!(tree instanceof ObjectNode)) {
                return bad(file, "", "A mapping of keys is expected, beginning with connector: " + files.folder());
            }
            List<ConnectorProblem> problems = schemaProblems(file, tree);
            return problems.isEmpty() ? new Parsed.Good(read(files, tree)) : new Parsed.Bad(problems);
        } catch (JsonProcessingException wrong) {
            return bad(
                    file,
                    place(wrong),
                    wrong.getOriginalMessage().lines().findFirst().orElse("unreadable")
                            + ". Correct the file; connectors/README.md describes every key.");
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static Connector read(ConnectorFiles files, JsonNode tree) throws IOException {
        Map<String, String> mappings = new TreeMap<>();
        files.under("mappings/")
                .forEach(path -> mappings.put(path, files.text(path).orElse("")));
        return YAML.reader(new InjectableValues.Std().addValue(Connector.FILES, mappings))
                .forType(Connector.class)
                .readValue(tree);
    }

    private List<ConnectorProblem> schemaProblems(String file, JsonNode tree) {
        List<ConnectorProblem> problems = new ArrayList<>();
        for (ValidationMessage message : schema.validate(tree)) {
            String path = pointer(message.getInstanceLocation().toString());
            problems.add(
                    new ConnectorProblem(file, path, afterPath(message) + ". Correct it; see connectors/README.md."));
        }
        return problems;
    }

    /** {@code $.inbound[0].map} as {@code /inbound/0/map}. */
    private static String pointer(String location) {
        return location.replace("$", "").replace('.', '/').replace('[', '/').replace("]", "");
    }

    private static String afterPath(ValidationMessage message) {
        String text = message.getMessage();
        String prefix = message.getInstanceLocation() + ": ";
        return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
    }

    private static String place(JsonProcessingException wrong) {
        if (wrong instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            StringBuilder path = new StringBuilder();
            mapping.getPath()
                    .forEach(step -> path.append('/')
                            .append(step.getFieldName() == null ? step.getIndex() : step.getFieldName()));
            return path.toString();
        }
        JsonLocation location = wrong.getLocation();
        return location == null ? "" : "line " + location.getLineNr();
    }

    private static Parsed bad(String file, String path, String expected) {
        return new Parsed.Bad(List.of(new ConnectorProblem(file, path, expected)));
    }
}
