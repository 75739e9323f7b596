package io.vestibule.hub.outbox;

import java.util.List;

/** A room that knows of connections that have stopped, and is asked by {@link Troubles}. */
public interface TroubleSource {

    List<Trouble> troubles();
}
