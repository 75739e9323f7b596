-- What is old is found by these; on rows that come in order of time they cost an insert next to nothing.
create index payload_age on hub.payload using brin (stored_at);
create index inbox_message_age on hub.inbox_message using brin (received_at);
create index inbox_message_change on hub.inbox_message using brin (changed_at);
create index inbox_event_age on hub.inbox_event using brin (at);
create index outbox_message_age on hub.outbox_message using brin (created_at);
create index delivery_attempt_age on hub.delivery_attempt using brin (started_at);
create index mail_sent_age on hub.mail_sent using brin (sent_at);

-- The day of a batch and of its rows is the day of their transaction: at midnight they must not differ.
alter table hub.inbox_batch alter column day set default (now() at time zone 'UTC')::date;
alter table hub.inbox_message alter column received_at set default now();
