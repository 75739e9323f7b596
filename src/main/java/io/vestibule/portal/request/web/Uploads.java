package io.vestibule.portal.request.web;

import io.vestibule.platform.file.FileNames;
import io.vestibule.platform.id.Ids;
import io.vestibule.platform.web.FormErrors;
import io.vestibule.platform.web.HeapShare;
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
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.multipart.MultipartFile;

/** Takes the files of a form, checks them and hands them over, so that a comment or request can name them. */
@Component
class Uploads {

    private static final int MOST_FILES = 20;

    private final Files files;
    private final FileAdmission admission;
    private final HeapShare room;

    Uploads(Files files, FileAdmission admission, HeapShare room) {
        this.files = files;
        this.admission = admission;
        this.room = room;
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
            oneByOne(
                    chosen,
                    errors,
                    (file, bytes) -> admission
                            .objection(stated(file), bytes)
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

    /** Ids of the stored files, in their order; with an error of the field {@code files} not all of them are stored. */
    List<String> store(Access access, @Nullable List<MultipartFile> uploaded, FormErrors errors) {
        List<String> ids = new ArrayList<>();
        oneByOne(
                chosen(uploaded),
                errors,
                (file, bytes) -> ids.add(store(access, stated(file), bytes).toString()));
        return ids;
    }

    private UUID store(Access access, String name, byte[] bytes) {
        Files.Upload upload = new Files.Upload("page:" + Ids.next(), name, bytes, Files.Disposition.ATTACHMENT);
        return files.put(access, upload).orElseThrow();
    }

    /** Each is held only while something is done with it. The first without room ends it: waiting for each adds up. */
    private void oneByOne(List<MultipartFile> chosen, FormErrors errors, BiConsumer<MultipartFile, byte[]> use) {
        for (MultipartFile file : chosen) {
            if (!room.enter(file.getSize())) {
                errors.add("files", "files.no-room", name(file));
                return;
            }
            try {
                use.accept(file, bytes(file));
            } finally {
                room.leave(file.getSize());
            }
        }
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
