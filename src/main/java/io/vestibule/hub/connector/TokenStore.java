package io.vestibule.hub.connector;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Where tokens are kept, encrypted, by the connection's name. The connection room implements it. A refresh is claimed
 * in one short transaction and stored in another: no database connection is held while the vendor is asked, and two
 * nodes never use one rotating refresh token at the same time.
 */
public interface TokenStore {

    Optional<Tokens> load(String connection);

    /** The right to refresh, until the lease ends by the database's clock; empty while another one holds it. */
    Optional<UUID> claimRefresh(String connection, Duration lease);

    /** Stores new tokens and gives the claim back, both or neither. False: the claim is no longer ours, nothing stored. */
    boolean save(String connection, Tokens tokens, UUID claim);

    /** Gives the claim back without new tokens. */
    void release(String connection, UUID claim);

    /** Stores the first tokens of a connection, or those of a person who connected again. */
    void connect(String connection, Tokens tokens);
}
