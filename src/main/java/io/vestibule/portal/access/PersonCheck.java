package io.vestibule.portal.access;

import io.vestibule.platform.security.Viewer;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Reads the person of the session again at every request: who was deactivated is signed out, who got another role or
 * right has it from the next click on. Leaves the {@link Access} of the request for the controllers.
 */
final class PersonCheck extends OncePerRequestFilter {

    static final String ACCESS = Access.class.getName();

    private static final Access READING = Access.system("session");

    private final People people;
    private final Sessions sessions;

    PersonCheck(People people, Sessions sessions) {
        this.people = people;
        this.sessions = sessions;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication != null && authentication.getPrincipal() instanceof Viewer viewer) {
            check(viewer, request, response);
        }
        chain.doFilter(request, response);
    }

    private void check(Viewer viewer, HttpServletRequest request, HttpServletResponse response) {
        Optional<Person> person =
                people.find(READING, UUID.fromString(viewer.personId())).filter(Person::active);
        if (person.isEmpty()) {
            sessions.end(request);
            return;
        }
        if (!person.get().viewer().equals(viewer)) {
            sessions.begin(person.get(), request, response);
        }
        request.setAttribute(ACCESS, Access.of(person.get()));
    }
}
