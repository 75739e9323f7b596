package io.vestibule.portal.request.web;

import io.vestibule.platform.file.FileNames;
import io.vestibule.platform.id.Ids;
import io.vestibule.platform.web.FormErrors;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.request.FileAdmission;
import io.vestibule.portal.request.FileAdmission.Objection;
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

/** Takes the files of a form, checks them and hands them over, so that a comment or request can name them. */
@Component
class Uploads {

    private static final int MOST_FILES = 20;

    private final Files files;
    private final FileAdmission admission;

    Uploads(Files files, FileAdmission admission) {
        this.files = files;
        this.admission = admission;
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
        if (errors.isEmpty()) {
            chosen.forEach(file -> admission
                    .objection(stated(file), bytes(file))
                    .ifPresent(objection -> refuse(file, objection, errors)));
        }
    }

    private static void refuse(MultipartFile file, Objection objection, FormErrors errors) {
        switch (objection) {
            case Objection.Infected infected -> errors.add("files", "files.infected", name(file), infected.signature());
            case Objection.Dangerous dangerous ->
                errors.add("files", "files.dangerous", name(file), dangerous.remark());
            case Objection.NotNow now -> errors.add("files", "files.scan-later", name(file));
            case Objection.NotScannable never -> errors.add("files", "files.not-scanned", name(file));
        }
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
        Files.Upload upload =
                new Files.Upload("page:" + Ids.next(), stated(file), bytes(file), Files.Disposition.ATTACHMENT);
        return files.put(access, upload).orElseThrow();
    }

    private static byte[] bytes(MultipartFile file) {
        try {
            return file.getBytes();
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

    private static String name(MultipartFile file) {
        return FileNames.safe(stated(file), "", 1);
    }

    private static String stated(MultipartFile file) {
        return Objects.requireNonNullElse(file.getOriginalFilename(), "");
    }
}
