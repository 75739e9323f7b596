package io.vestibule.portal.request.web;

import io.vestibule.portal.access.Access;
import io.vestibule.portal.request.Files;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
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

    private static final int PART = 512 * 1024;

    private final Files files;

    FileController(Files files) {
        this.files = files;
    }

    /** Part by part: many slow readers of large files must not take the memory of all. */
    @GetMapping("/portal/files/{id}")
    void download(Access access, @PathVariable UUID id, HttpServletResponse response) throws IOException {
        Files.About file = files.find(access, id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        ContentDisposition disposition = (file.isShown()
                        ? ContentDisposition.inline()
                        : ContentDisposition.attachment())
                .filename(file.name(), StandardCharsets.UTF_8)
                .build();
        response.setContentType(file.servedType());
        response.setContentLength(file.size());
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, disposition.toString());
        response.setHeader("Content-Security-Policy", isPdf(file) ? FOR_PDF : FOR_ALL);
        response.setHeader("X-Content-Type-Options", "nosniff");
        for (int from = 0; from < file.size(); from += PART) {
            response.getOutputStream().write(files.part(access, file, from, PART));
        }
    }

    private static boolean isPdf(Files.About file) {
        return file.isShown() && file.contentType().equals(MediaType.APPLICATION_PDF_VALUE);
    }
}
