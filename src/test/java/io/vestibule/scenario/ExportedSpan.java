package io.vestibule.scenario;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A span as a collector reads it out of the protobuf of OTLP ({@code ExportTraceServiceRequest}), by the numbers of its
 * fields in opentelemetry-proto's {@code trace.proto}.
 *
 * @param parent empty for the first one of a trace
 */
record ExportedSpan(String trace, String id, String parent, String name) {

    private static final int RESOURCE_SPANS = 1;
    private static final int SCOPE_SPANS = 2;
    private static final int SPANS = 2;

    static List<ExportedSpan> in(byte[] request) {
        return fields(request, RESOURCE_SPANS).stream()
                .flatMap(resource -> fields(resource, SCOPE_SPANS).stream())
                .flatMap(scope -> fields(scope, SPANS).stream())
                .map(span -> new ExportedSpan(
                        hex(span, 1),
                        hex(span, 2),
                        hex(span, 4),
                        new String(fields(span, 5).getFirst(), StandardCharsets.UTF_8)))
                .toList();
    }

    private static String hex(byte[] message, int field) {
        return fields(message, field).stream()
                .findFirst()
                .map(HexFormat.of()::formatHex)
                .orElse("");
    }

    /** All values of a field whose values have a length. */
    private static List<byte[]> fields(byte[] message, int number) {
        List<byte[]> found = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(message);
        while (in.hasRemaining()) {
            long key = varint(in);
            switch ((int) key & 7) {
                case 0 -> varint(in);
                case 1 -> in.position(in.position() + 8);
                case 2 -> {
                    byte[] value = new byte[(int) varint(in)];
                    in.get(value);
                    if (key >> 3 == number) {
                        found.add(value);
                    }
                }
                default -> in.position(in.position() + 4);
            }
        }
        return found;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        int shift = 0;
        byte part;
        do {
            part = in.get();
            value |= (long) (part & 0x7f) << shift;
            shift += 7;
        } while (part < 0);
        return value;
    }
}
