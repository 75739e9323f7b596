package io.vestibule.portal.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** A peer as the portal meets it: raw JSON over HTTP with a bearer token. */
final class PeerClient {

    static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;
    private final String token;

    PeerClient(String base, String token) {
        this.base = base;
        this.token = token;
    }

    /** Sends one command and gives its result. Single quotes stand for double ones. */
    JsonNode command(String key, String type, String rest) {
        String command = "{'idempotencyKey':'%s','type':'%s',%s}".formatted(key, type, rest);
        Contract.accepts("Command", read(command));
        return commands(command).path("results").path(0);
    }

    /** Sends commands and gives the whole answer. */
    JsonNode commands(String... commands) {
        JsonNode results =
                post("{'commands':[" + String.join(",", commands) + "]}").json();
        Contract.accepts("CommandResults", results);
        return results;
    }

    Reply post(String body) {
        return send(request("/commands")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.replace('\'', '"'))));
    }

    JsonNode get(String path) {
        return send(request(path).GET()).json();
    }

    /** Reads and holds the answer against a schema of the contract. */
    JsonNode get(String path, String schema) {
        JsonNode answer = get(path);
        Contract.accepts(schema, answer);
        return answer;
    }

    Reply reply(String path) {
        return send(request(path).GET());
    }

    Reply put(String path, String name, byte[] content) {
        return send(request(path)
                .header("Content-Type", "text/plain")
                .header("X-File-Name", name)
                .PUT(BodyPublishers.ofByteArray(content)));
    }

    /** What came back. */
    record Reply(int status, String contentType, byte[] body) {
        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new IllegalStateException(status + " " + new String(body, StandardCharsets.UTF_8), e);
            }
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + "/portal/api/v1" + path))
                .header("Authorization", "Bearer " + token);
    }

    private Reply send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
            return new Reply(
                    answer.statusCode(),
                    answer.headers().firstValue("Content-Type").orElse(""),
                    answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json.replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }
}
