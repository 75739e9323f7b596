package io.vestibule.hub.agreement;

import io.vestibule.hub.canonical.ObjectRef;

/**
 * Both sides changed one field since they last agreed.
 *
 * @param base what they agreed on before
 * @param winner {@code record} or {@code portal}: the declared owner, whose value stayed
 * @param cause key of the news or delivery that met the conflict
 */
record Conflict(
        String connection,
        ObjectRef object,
        String field,
        String base,
        String ours,
        String theirs,
        String winner,
        String cause) {}
