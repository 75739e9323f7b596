-- The W3C traceparent a row belongs to; rows from before this release have none.
alter table hub.inbox_message add column trace text;
alter table hub.outbox_message add column trace text;
