package io.vestibule.support.vendors;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * All a simulated vendor knows, as one JSON tree. With a file it survives a restart (the sandbox), so that what the
 * hub remembers of the vendor still fits; without one it lives as long as the test.
 */
final class VendorState {

    static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final @Nullable Path file;
    private final ObjectNode root;

    VendorState(@Nullable Path file) {
        this.file = file;
        this.root = file != null && Files.exists(file) ? read(file) : JSON.createObjectNode();
    }

    /** The map of this name, created when missing. Change it and call {@link #save}. */
    ObjectNode map(String name) {
        return root.withObjectProperty(name);
    }

    long next(String counter, long first) {
        var value = root.path("counters").path(counter).asLong(first);
        map("counters").put(counter, value + 1);
        return value;
    }

    void save() {
        if (file == null) {
            return;
        }
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            var fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(fresh, JSON.writeValueAsString(root));
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("Can't keep the simulated vendor in " + file, e);
        }
    }

    private static ObjectNode read(Path file) {
        try {
            return (ObjectNode) JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read " + file + "; delete the folder to start afresh", e);
        }
    }
}
