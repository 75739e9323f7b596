package io.vestibule.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** One request as it goes over the wire, made and signed ahead so that the generator only writes and reads. */
public record Shot(byte[] wire) {

    public static Shot post(String path, Map<String, String> headers, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder("POST ").append(path).append(" HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(bytes.length).append("\r\n\r\n");
        byte[] start = head.toString().getBytes(StandardCharsets.US_ASCII);
        byte[] wire = new byte[start.length + bytes.length];
        System.arraycopy(start, 0, wire, 0, start.length);
        System.arraycopy(bytes, 0, wire, start.length, bytes.length);
        return new Shot(wire);
    }
}
