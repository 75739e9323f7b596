package io.vestibule.hub.outbox;

import java.util.Collection;

/** Says which connections are to be left alone for now; their rows wait without using up attempts. */
interface OutboxGate {

    Collection<String> closed();
}
