package io.vestibule.portal.access;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a mailed or printed link stands for; the token itself is known to its receiver only.
 *
 * @param personId set where the link is for one person; null where an address may belong to several
 */
record SignInLink(String email, Purpose purpose, @Nullable UUID personId, String returnTo) {

    enum Purpose {
        SIGN_IN,
        SET_PASSWORD,
        SET_UP
    }
}
