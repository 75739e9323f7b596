package io.vestibule.portal.access;

import io.vestibule.platform.web.MachinePaths;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
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

    /** The pages behind a link of a mail: who opens one anew has a fresh form, and the link counts still. */
    private static final List<String> BEHIND_A_LINK = List.of("/set-up/", "/sign-in/links/", "/sign-in/passwords/");

    private static final String SIGN_OUT = "/sign-out";

    private final AccessDeniedHandler refusal = new AccessDeniedHandlerImpl();

    /** For htmx in a header: it must move the whole page, not a part of it. */
    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException denied) {
        String asked = URLEncoder.encode(OwnPath.orHome(asked(request)), StandardCharsets.UTF_8);
        String door = "/sign-in?to=" + asked + (isLate(request) ? "&late=true" : "");
        if (isOfHtmx(request)) {
            response.setHeader("HX-Redirect", door);
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        } else {
            lead(response, door);
        }
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
            throws IOException, ServletException {
        String path = request.getRequestURI();
        if (request.getAttribute(PersonCheck.ACCESS) != null || MachinePaths.hold(path)) {
            refusal.handle(request, response, denied);
        } else if (BEHIND_A_LINK.stream().anyMatch(path::startsWith)) {
            lead(response, path);
        } else {
            commence(request, response, new InsufficientAuthenticationException("Nobody is signed in", denied));
        }
    }

    /** Something was typed, and is lost. */
    private static boolean isLate(HttpServletRequest request) {
        return HttpMethod.POST.matches(request.getMethod()) && !SIGN_OUT.equals(request.getRequestURI());
    }

    /** A page asks for news of itself at its own address; what it adds there is about what it shows. */
    private static @Nullable String asked(HttpServletRequest request) {
        if (!HttpMethod.GET.matches(request.getMethod())) {
            return null;
        }
        String query = request.getQueryString();
        return query == null || isOfHtmx(request) ? request.getRequestURI() : request.getRequestURI() + "?" + query;
    }

    private static void lead(HttpServletResponse response, String path) {
        response.setStatus(HttpServletResponse.SC_FOUND);
        response.setHeader("Location", path);
    }

    private static boolean isOfHtmx(HttpServletRequest request) {
        return request.getHeader("HX-Request") != null;
    }
}
