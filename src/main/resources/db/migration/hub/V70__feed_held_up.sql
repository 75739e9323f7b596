-- Since when the portal has events that it can't give out because a transaction of its database stays open.
alter table hub.feed_cursor add column held_up_since timestamptz;
