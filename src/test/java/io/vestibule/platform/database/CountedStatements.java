package io.vestibule.platform.database;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** The same tables, with a count of the statements that are sent to them. */
public final class CountedStatements {

    private final AtomicInteger sent = new AtomicInteger();
    private final Database database;

    public CountedStatements(Database counted) {
        DataSource counting = new Counting(counted.dataSource());
        database = new Database(counting, new JdbcTransactionManager(counting));
    }

    public Database database() {
        return database;
    }

    /** How many this takes. */
    public int during(Runnable work) {
        int before = sent.get();
        work.run();
        return sent.get() - before;
    }

    private final class Counting extends DelegatingDataSource {

        Counting(DataSource target) {
            super(target);
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            return (Connection) Proxy.newProxyInstance(
                    Connection.class.getClassLoader(),
                    new Class<?>[] {Connection.class},
                    (proxy, method, arguments) -> {
                        sent.addAndGet(method.getName().equals("prepareStatement") ? 1 : 0);
                        try {
                            return method.invoke(connection, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }
    }
}
