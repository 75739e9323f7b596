package io.vestibule.hub.outbox;

import io.vestibule.hub.outbox.DeliveryChannel.Outcome;

/** Hears how attempts ended, after that was stored. Called on the worker's thread; what it throws is only logged. */
interface DeliveryListener {

    void ended(OutboxMessage message, Outcome outcome);
}
