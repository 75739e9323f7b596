package io.vestibule.portal.request.web;

import io.vestibule.portal.access.Access;
import io.vestibule.portal.request.Files;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.server.ResponseStatusException;

/**
 * Downloads, unsniffed. Pictures and PDF documents that are what their bytes say open in the browser; everything else is
 * saved, and what could do harm without a type.
 */
@Controller
class FileController {

    private static final String FOR_ALL = "sandbox; default-src 'none'";

    /** The readers that browsers bring for PDF don't start in a sandbox; scripts of the document have no page to reach. */
    private static final String FOR_PDF = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'";

    private final Files files;

    FileController(Files files) {
        this.files = files;
    }

    @GetMapping("/portal/files/{id}")
    ResponseEntity<byte[]> download(Access access, @PathVariable UUID id) {
        Files.Content file =
                files.read(access, id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        ContentDisposition disposition = (file.isShown()
                        ? ContentDisposition.inline()
                        : ContentDisposition.attachment())
                .filename(file.name(), StandardCharsets.UTF_8)
                .build();
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(file.servedType()))
                .header(HttpHeaders.CONTENT_DISPOSITION, disposition.toString())
                .header("Content-Security-Policy", isPdf(file) ? FOR_PDF : FOR_ALL)
                .header("X-Content-Type-Options", "nosniff")
                .body(file.bytes());
    }

    private static boolean isPdf(Files.Content file) {
        return file.isShown() && file.contentType().equals(MediaType.APPLICATION_PDF_VALUE);
    }
}
