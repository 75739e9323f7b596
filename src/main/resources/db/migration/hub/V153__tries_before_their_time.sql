-- A delivery whose connection was heard of is tried before its time, once: when that time was. Null = due_at is its own.
alter table hub.outbox_message add column own_due_at timestamptz;
