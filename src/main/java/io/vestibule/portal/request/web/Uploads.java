package io.vestibule.portal.request.web;

import io.vestibule.platform.id.Ids;
import io.vestibule.platform.web.FormErrors;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.request.Files;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.multipart.MultipartFile;

/** Takes the files of a form and hands them over, so that a comment or request can name them. */
@Component
class Uploads {

    private static final int MOST_FILES = 20;
    private static final int LONGEST_NAME = 200;

    private final Files files;

    Uploads(Files files) {
        this.files = files;
    }

    /** What is wrong with them goes to the errors of the field {@code files}. */
    void check(@Nullable List<MultipartFile> uploaded, FormErrors errors) {
        List<MultipartFile> chosen = chosen(uploaded);
        if (chosen.size() > MOST_FILES) {
            errors.add("files", "files.too-many", Integer.toString(MOST_FILES));
        }
        chosen.stream()
                .filter(file -> file.getSize() > Files.LARGEST)
                .forEach(file -> errors.add("files", "files.too-large", name(file)));
    }

    /** Ids of the stored files, in their order. */
    List<String> store(Access access, @Nullable List<MultipartFile> uploaded) {
        List<String> ids = new ArrayList<>();
        for (MultipartFile file : chosen(uploaded)) {
            ids.add(store(access, file).toString());
        }
        return ids;
    }

    private UUID store(Access access, MultipartFile file) {
        try {
            String type = Objects.requireNonNullElse(file.getContentType(), "application/octet-stream");
            Files.Upload upload = new Files.Upload("page:" + Ids.next(), name(file), type, file.getBytes());
            return files.put(access, upload).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException("The uploaded file can't be read", e);
        }
    }

    /** A browser sends an empty part for a file field that was left alone. */
    private static List<MultipartFile> chosen(@Nullable List<MultipartFile> uploaded) {
        return uploaded == null
                ? List.of()
                : uploaded.stream().filter(file -> !file.isEmpty()).toList();
    }

    /** Some browsers send a whole path. */
    private static String name(MultipartFile file) {
        String sent = Objects.requireNonNullElse(file.getOriginalFilename(), "");
        String last = sent.substring(Math.max(sent.lastIndexOf('/'), sent.lastIndexOf('\\')) + 1)
                .replaceAll("\\p{Cntrl}", "")
                .strip();
        String shown = last.isEmpty() ? "file" : last;
        return shown.length() <= LONGEST_NAME ? shown : shown.substring(shown.length() - LONGEST_NAME);
    }
}
