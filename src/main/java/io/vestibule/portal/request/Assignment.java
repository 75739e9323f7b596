package io.vestibule.portal.request;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who looks after a request; null = nobody. Replaces both. */
public record Assignment(@Nullable UUID owner, @Nullable String team) {}
