-- The console counts what is stuck by its reason: who owns the next step follows from it.
create index inbox_message_reasons on hub.inbox_message (state, reason) where state in ('HELD', 'DEAD', 'REFUSED');
create index outbox_reasons on hub.outbox_message (state, reason) where state in ('HELD', 'REFUSED', 'DEAD');
