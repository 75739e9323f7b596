package io.vestibule.hub.mail.explain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The command {@code explain-mail FILE...}: prints one JSON object per mail and line. Needs no server, no database and no
 * settings, and stores nothing. The console shows the same fields of a mail that is uploaded.
 */
public final class ExplainMail {

    /** First word on the command line. */
    public static final String COMMAND = "explain-mail";

    private final PrintStream out;
    private final PrintStream err;
    private final JsonMapper json = JsonMapper.builder().build();

    ExplainMail(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Runs on the process's own streams. @return the exit code */
    public static int run(List<String> files) {
        // UTF-8 whatever the terminal says: the lines are read by programs.
        return new ExplainMail(stream(FileDescriptor.out), stream(FileDescriptor.err)).explain(files);
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /** @return 0, or 1 when a file is missing or can't be read, or none was named */
    int explain(List<String> files) {
        if (files.isEmpty()) {
            err.println("Usage: java -jar vestibule-*.jar " + COMMAND + " FILE...");
            return 1;
        }
        int code = 0;
        for (String name : files) {
            Path file = Path.of(name);
            boolean explained = Files.exists(file) ? explain(file) : missing(name);
            code = explained ? code : 1;
        }
        return code;
    }

    /** The same of one mail for a page: values by the names of the command's fields, in their order. */
    public static Map<String, Object> fields(String name, byte[] raw) {
        return JsonMapper.builder().build().convertValue(Explanation.of(name, raw), new TypeReference<>() {});
    }

    private boolean missing(String name) {
        err.println(name + ": there is no such file.");
        return false;
    }

    /** Prints one line whatever happens: one mail never ends the list of the others. */
    private boolean explain(Path file) {
        String id = id(file);
        try {
            out.println(written(Explanation.of(id, Files.readAllBytes(file))));
            return true;
        } catch (IOException unreadable) {
            out.println(written(error(id, "The file can't be read: " + unreadable)));
        } catch (RuntimeException defect) {
            out.println(written(error(id, "The mail can't be explained: " + defect)));
        }
        return false;
    }

    private static Map<String, String> error(String id, String words) {
        Map<String, String> error = new LinkedHashMap<>();
        error.put("id", id);
        error.put("error", words);
        return error;
    }

    private String written(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An explanation could not be written", e);
        }
    }

    /** The file's name without folder and ending. */
    private static String id(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? name : name.substring(0, dot);
    }
}
