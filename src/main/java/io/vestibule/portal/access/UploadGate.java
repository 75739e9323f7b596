package io.vestibule.portal.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Turns away forms with files before anything reads them: looking for the page's token writes the whole body to disk, so
 * nobody unknown gets that far with more than a form without files has, and who sends too much is told so rather than that
 * the token is missing.
 */
final class UploadGate extends OncePerRequestFilter {

    private static final long OF_STRANGERS = DataSize.ofMegabytes(1).toBytes();

    private final long most;
    private final AuthenticationEntryPoint door;

    /** @param most a form may have altogether @param door where people are sent who are not signed in */
    UploadGate(DataSize most, AuthenticationEntryPoint door) {
        this.most = most.toBytes();
        this.door = door;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String type = request.getContentType();
        return !HttpMethod.POST.matches(request.getMethod())
                || type == null
                || !type.toLowerCase(Locale.ROOT).startsWith("multipart/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        long announced = request.getContentLengthLong();
        if (announced < 0) {
            response.sendError(HttpServletResponse.SC_LENGTH_REQUIRED);
        } else if (announced > OF_STRANGERS && request.getAttribute(PersonCheck.ACCESS) == null) {
            door.commence(request, response, new InsufficientAuthenticationException("A form with files"));
        } else if (announced > most) {
            response.sendError(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
        } else {
            chain.doFilter(request, response);
        }
    }
}
