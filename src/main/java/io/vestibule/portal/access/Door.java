package io.vestibule.portal.access;

import io.vestibule.platform.web.MachinePaths;
import io.vestibule.platform.web.PublicAddress;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.access.AccessDeniedHandlerImpl;

/**
 * Sends people who are not signed in to the door and back to the page they asked for. With a form they are told there that
 * nothing was saved, also when its token is refused: their session ended while they filled it in. Who is signed in gets the
 * refusal itself, and so does every machine.
 */
final class Door implements AuthenticationEntryPoint, AccessDeniedHandler {

    private final PublicAddress address;
    private final AccessDeniedHandler refusal = new AccessDeniedHandlerImpl();

    Door(PublicAddress address) {
        this.address = address;
    }

    /** For htmx in a header: it must move the whole page, not a part of it. */
    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException denied) {
        String asked = URLEncoder.encode(OwnPath.orHome(asked(request)), StandardCharsets.UTF_8);
        String door = "/sign-in?to=" + asked + (HttpMethod.POST.matches(request.getMethod()) ? "&late=true" : "");
        if (isOfHtmx(request)) {
            response.setHeader("HX-Redirect", door);
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        } else {
            response.setStatus(HttpServletResponse.SC_FOUND);
            response.setHeader("Location", door);
        }
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
            throws IOException, ServletException {
        if (request.getAttribute(PersonCheck.ACCESS) == null && !MachinePaths.hold(request.getRequestURI())) {
            commence(request, response, new InsufficientAuthenticationException("Nobody is signed in", denied));
        } else {
            refusal.handle(request, response, denied);
        }
    }

    private @Nullable String asked(HttpServletRequest request) {
        if (isOfHtmx(request)) {
            return shown(request.getHeader("HX-Current-URL"));
        }
        String query = request.getQueryString() == null ? "" : "?" + request.getQueryString();
        return HttpMethod.GET.matches(request.getMethod()) ? request.getRequestURI() + query : null;
    }

    /** Without the host, and nothing of a page elsewhere; what stands behind a # is the browser's own. */
    private @Nullable String shown(@Nullable String page) {
        return page != null && page.startsWith(address.of("/"))
                ? page.substring(address.base().length()).replaceFirst("#.*", "")
                : null;
    }

    private static boolean isOfHtmx(HttpServletRequest request) {
        return request.getHeader("HX-Request") != null;
    }
}
