package io.vestibule.portal.api;

import io.vestibule.platform.web.HeapShare;
import io.vestibule.platform.web.Problem;
import io.vestibule.portal.access.Access;
import io.vestibule.portal.contract.ContractJson;
import io.vestibule.portal.request.FileAdmission;
import io.vestibule.portal.request.FileAdmission.Objection;
import io.vestibule.portal.request.Files;
import io.vestibule.portal.request.Files.Disposition;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RestController;

/**
 * Files over the API: handed over by the peer's own key before the command that names them, and read back by id. What the
 * hub hands over it has judged, and a person may have let it in.
 */
@RestController
class FilesController {

    /** In seconds; a scanner that is started anew takes as long. */
    private static final String SOON = "60";

    /** In seconds, until others are done. */
    private static final String IN_A_MOMENT = "5";

    private final Files files;
    private final FileAdmission admission;
    private final HeapShare room;

    FilesController(Files files, FileAdmission admission, HeapShare room) {
        this.files = files;
        this.admission = admission;
        this.room = room;
    }

    /** The answer to a file that was handed over. */
    record Stored(UUID id) {}

    @PutMapping("/portal/api/v1/files/{key}")
    ResponseEntity<?> put(
            @RequestAttribute(PeerFilter.PEER) String peer, @PathVariable String key, HttpServletRequest request)
            throws IOException {
        long size = size(request);
        if (!room.enter(size)) {
            return later(IN_A_MOMENT, "Too many files come in at once.", "Hand it over again in a moment.");
        }
        try {
            return take(peer, key, request);
        } finally {
            room.leave(size);
        }
    }

    /** As announced; a file of unknown length may become as long as any. */
    private static long size(HttpServletRequest request) {
        long announced = request.getContentLengthLong();
        return announced < 0 ? Files.LARGEST : Math.min(Files.LARGEST, announced);
    }

    private ResponseEntity<?> take(String peer, String key, HttpServletRequest request) throws IOException {
        byte[] bytes = FileBody.read(request.getInputStream(), request.getContentLengthLong(), Files.LARGEST + 1);
        if (bytes.length > Files.LARGEST) {
            return Problem.of(
                    HttpStatus.PAYLOAD_TOO_LARGE, "The file is over 30 MB.", "Send a smaller file or a link.");
        }
        String name = name(request.getHeader("X-File-Name"));
        Optional<Objection> objection =
                peer.equals(BuiltInPeer.NAME) ? Optional.empty() : admission.objection(name, bytes);
        if (objection.isPresent()) {
            return refused(objection.get());
        }
        Disposition disposition = disposition(request.getHeader("X-File-Disposition"));
        Optional<UUID> id = files.put(Access.peer(peer), new Files.Upload(clean(key), name, bytes, disposition));
        return id.isPresent()
                ? ApiAnswers.json(new Stored(id.get()))
                : Problem.of(
                        HttpStatus.CONFLICT,
                        "Another file was handed over with this key.",
                        "Give each file a key of its own.");
    }

    private static ResponseEntity<?> refused(Objection objection) {
        return switch (objection) {
            case Objection.Infected infected ->
                unprocessable(
                        "The virus scanner found " + infected.signature() + " in the file.",
                        "Have the system it came from looked at.");
            case Objection.Dangerous dangerous ->
                unprocessable(
                        "The file " + dangerous.remark() + ", and this portal takes no such files.",
                        "Send a document, or a link.");
            case Objection.NotScannable never ->
                unprocessable("The virus scanner can't look into the file.", "Send a smaller file or a link.");
            case Objection.NotNow now ->
                later(SOON, "The file can't be scanned for viruses right now.", "Hand it over again in a few minutes.");
        };
    }

    private static ResponseEntity<?> later(String seconds, String description, String action) {
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, seconds)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(Problem.of(HttpStatus.SERVICE_UNAVAILABLE, description, action)
                        .getBody());
    }

    private static ResponseEntity<?> unprocessable(String description, String action) {
        return Problem.of(HttpStatus.UNPROCESSABLE_ENTITY, description, action);
    }

    @GetMapping("/portal/api/v1/files/{id}")
    ResponseEntity<?> get(@RequestAttribute(PeerFilter.PEER) String peer, @PathVariable String id) {
        Optional<Files.Content> file = Uuids.parse(id).flatMap(found -> files.read(Access.peer(peer), found));
        return file.isEmpty() ? ApiAnswers.one(file) : bytes(file.get());
    }

    private static ResponseEntity<byte[]> bytes(Files.Content file) {
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(file.about().servedType()))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(file.about().name(), StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .body(file.bytes());
    }

    private static Disposition disposition(@Nullable String header) {
        return Stream.of(Disposition.values())
                .filter(one -> ContractJson.word(one).equalsIgnoreCase(header))
                .findFirst()
                .orElse(Disposition.ATTACHMENT);
    }

    private static String name(@Nullable String header) {
        if (header == null) {
            return "";
        }
        try {
            return URLDecoder.decode(header.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return header;
        }
    }

    private static String clean(String key) {
        return key.replaceAll("\\p{Cntrl}", "");
    }
}
