package io.vestibule.platform.database;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Connections whose every transaction is rolled back instead of committed, also when nobody began one. */
final class ForgettingDataSource extends DelegatingDataSource {

    private final DataSource target;

    ForgettingDataSource(DataSource target) {
        super(target);
        this.target = target;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = target.getConnection();
        connection.setAutoCommit(false);
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "commit" -> rolledBack(connection);
                    case "setAutoCommit" -> null;
                    case "close" -> givenBack(connection);
                    default -> invoked(connection, method, arguments);
                });
    }

    private static @Nullable Object rolledBack(Connection connection) throws SQLException {
        connection.rollback();
        return null;
    }

    private static @Nullable Object givenBack(Connection connection) throws SQLException {
        try (connection) {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        return null;
    }

    @SuppressWarnings("NullAway") // methods without a result answer null
    private static @Nullable Object invoked(
            Connection connection, java.lang.reflect.Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
