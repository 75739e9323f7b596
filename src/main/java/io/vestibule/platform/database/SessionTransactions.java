package io.vestibule.platform.database;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Stores what sessions of people say. While the database takes no changes it goes on without: the health page must come
 * up just then, and that somebody looked at it need not be known.
 */
final class SessionTransactions implements TransactionOperations {

    private static final Logger LOG = LoggerFactory.getLogger(SessionTransactions.class);

    private final TransactionTemplate transactions;
    private final StorageState state;

    SessionTransactions(PlatformTransactionManager manager, StorageState state) {
        this.transactions = new TransactionTemplate(manager);
        this.transactions.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.state = state;
    }

    @Override
    @SuppressWarnings("NullAway") // null comes back as from work that returns null
    public <T extends @Nullable Object> T execute(TransactionCallback<T> work) {
        try {
            return transactions.execute(work);
        } catch (DataAccessException | TransactionException e) {
            if (state.hindrance().filter(now -> now.fault().canBeRead()).isEmpty()) {
                throw e;
            }
            LOG.debug("What a session says could not be stored", e);
            return null;
        }
    }
}
