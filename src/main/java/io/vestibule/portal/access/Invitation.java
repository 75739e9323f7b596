package io.vestibule.portal.access;

import io.vestibule.platform.security.Role;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person to be: who, where, as what.
 *
 * @param clientId null for the firm's own people
 */
public record Invitation(@Nullable UUID clientId, String name, String email, Role role, boolean billing) {}
