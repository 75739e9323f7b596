package io.vestibule.platform.database;

import org.jspecify.annotations.Nullable;

/**
 * Where the database is and how to enter it; prints without the password.
 *
 * @param url a JDBC address, {@code jdbc:postgresql://...}
 */
public record ServerAddress(
        String url, @Nullable String username, @Nullable String password) {

    @Override
    public String toString() {
        int parameters = url.indexOf('?');
        return parameters < 0 ? url : url.substring(0, parameters);
    }
}
