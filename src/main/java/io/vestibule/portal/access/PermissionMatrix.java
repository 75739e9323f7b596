package io.vestibule.portal.access;

import static io.vestibule.portal.access.Permission.ANY_STATUS;
import static io.vestibule.portal.access.Permission.ASSIGN;
import static io.vestibule.portal.access.Permission.CHANGE_PEOPLE;
import static io.vestibule.portal.access.Permission.INTERNAL_NOTES;
import static io.vestibule.portal.access.Permission.REARRANGE;
import static io.vestibule.portal.access.Permission.SEE_CONSOLE;
import static io.vestibule.portal.access.Permission.SEE_EVERY_CLIENT;
import static io.vestibule.portal.access.Permission.SEE_INVOICES;
import static io.vestibule.portal.access.Permission.SEE_PEOPLE;
import static io.vestibule.portal.access.Permission.SEE_PRIVATE_REQUESTS;
import static io.vestibule.portal.access.Permission.WRITE;

import io.vestibule.platform.security.Role;
import java.util.Set;

/**
 * Who may do what, role by role. The only place that knows; asked through {@link Access#may}. The reach over clients is
 * not in here: a client's person has every permission for the own client only.
 */
final class PermissionMatrix {

    private static final Set<Permission> INTERNAL_CONTRIBUTOR = Set.of(
            SEE_EVERY_CLIENT,
            SEE_PRIVATE_REQUESTS,
            WRITE,
            INTERNAL_NOTES,
            ANY_STATUS,
            ASSIGN,
            REARRANGE,
            SEE_INVOICES,
            SEE_PEOPLE,
            SEE_CONSOLE);
    private static final Set<Permission> CLIENT_ADMIN =
            Set.of(SEE_PRIVATE_REQUESTS, WRITE, SEE_INVOICES, SEE_PEOPLE, CHANGE_PEOPLE);
    private static final Set<Permission> CLIENT_MEMBER = Set.of(WRITE);
    private static final Set<Permission> VIEWER = Set.of();

    private PermissionMatrix() {}

    static boolean allows(Role role, Permission permission) {
        return switch (role) {
            case INTERNAL_ADMIN -> true;
            case INTERNAL_CONTRIBUTOR -> INTERNAL_CONTRIBUTOR.contains(permission);
            case CLIENT_ADMIN -> CLIENT_ADMIN.contains(permission);
            case CLIENT_MEMBER -> CLIENT_MEMBER.contains(permission);
            case VIEWER -> VIEWER.contains(permission);
        };
    }
}
