package io.vestibule.hub.console;

import io.vestibule.platform.security.Role;
import io.vestibule.platform.security.Viewer;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * What only Internal Admins may see. Changes are refused to others by the outer wall, by their method; this is for the
 * few pages that show or do more than the rest of the console although they are reads.
 */
final class Admins {

    private Admins() {}

    static boolean is(Viewer viewer) {
        return viewer.role() == Role.INTERNAL_ADMIN;
    }

    /** @throws ResponseStatusException 403 for everyone else */
    static void require(Viewer viewer) {
        if (!is(viewer)) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN);
        }
    }
}
