package io.vestibule.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

class OutageTests {

    @ParameterizedTest(name = "SQLSTATE {0}")
    @ValueSource(strings = {"08006", "08001", "57P01", "57P02", "57P03", "53100", "53300", "25006"})
    void isOneByWhatTheServerSays(String state) {
        SQLException said = new SQLException("as the server says it", state);
        assertThat(Outage.is(new DataAccessResourceFailureException("insert", said)))
                .isTrue();
        assertThat(Outage.is(new TransactionSystemException("commit", said))).isTrue();
        assertThat(Outage.is(new ServletException(new IllegalStateException(said))))
                .isTrue();
    }

    @Test
    void isOneWhereThereIsNoConnection() {
        assertThat(Outage.is(new CannotGetJdbcConnectionException("none"))).isTrue();
        assertThat(Outage.is(new CannotCreateTransactionException("none"))).isTrue();
        assertThat(Outage.is(new SQLTransientConnectionException("all are taken")))
                .isTrue();
    }

    @Test
    void isOneWhereTheRollbackFailedToo() {
        TransactionSystemException rollback =
                new TransactionSystemException("rollback failed", new SQLException("Connection is closed"));
        assertThat(Outage.is(rollback)).isFalse();
        rollback.initApplicationException(new IllegalStateException(new SQLException("starting up", "57P03")));
        assertThat(Outage.is(new IllegalStateException(rollback))).isTrue();
    }

    /** Unique violation, value too long, a statement that took too long or needs too much memory. */
    @ParameterizedTest(name = "SQLSTATE {0}")
    @ValueSource(strings = {"23505", "22001", "57014", "53200", "54000"})
    void isNoneByWhatOneStatementBroke(String state) {
        assertThat(Outage.is(new DataIntegrityViolationException("insert", new SQLException("no", state))))
                .isFalse();
    }

    @Test
    void isNoneWithoutTheDatabase() {
        assertThat(Outage.is(null)).isFalse();
        assertThat(Outage.is(new SQLException("no state"))).isFalse();
        Exception first = new IllegalStateException("round");
        first.initCause(new IllegalStateException("and round", first));
        assertThat(Outage.is(first)).isFalse();
    }
}
