package io.vestibule.platform.database;

import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.postgresql.PGStatement;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Runs queries whose values come in binary from the first time on. The driver begins that only when a query has run a few
 * times on a connection, and until then bytes come as text of twice their size, which is then held together with them.
 * Costs one more round trip the first time.
 */
final class BinaryReads extends JdbcTemplate {

    /** The driver's word for it. */
    private static final int FROM_THE_FIRST = -1;

    BinaryReads(DataSource dataSource) {
        super(dataSource);
    }

    @Override
    protected void applyStatementSettings(Statement statement) throws SQLException {
        super.applyStatementSettings(statement);
        statement.unwrap(PGStatement.class).setPrepareThreshold(FROM_THE_FIRST);
    }
}
