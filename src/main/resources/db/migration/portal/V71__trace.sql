-- The W3C traceparent of the command or page that made the event; events from before this release have none.
alter table portal.feed_event add column trace text;
