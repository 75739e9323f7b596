package io.vestibule.hub.mapping;

/**
 * More expressions run at once than this machine has room for. Says nothing about the data: whoever translates lets it
 * pass, so that a message is tried again and a sender told to come back later.
 */
public final class MappingsBusy extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MappingsBusy() {
        super("Too many mappings run at once on this machine. It is tried again; if it stays so, add a node.");
    }
}
