package io.vestibule.portal.contract;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The name a thing has where it came from: the account and the id within it. Unique per kind of thing. */
public record ExternalId(String account, String id) {

    /** Together they fit into one entry of an index. */
    private static final int LONGEST = 2000;

    public ExternalId {
        if (isBlank(account) || isBlank(id)) {
            throw new IllegalArgumentException("account and id of an external id must not be blank");
        }
        if (bytes(account) + bytes(id) > LONGEST) {
            throw new IllegalArgumentException("account and id of an external id have over " + LONGEST + " bytes");
        }
    }

    /** What is absent is told by {@link io.vestibule.platform.json.Completeness}, with its path. */
    private static boolean isBlank(@Nullable String text) {
        return text != null && text.isBlank();
    }

    private static int bytes(@Nullable String text) {
        return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
    }
}
