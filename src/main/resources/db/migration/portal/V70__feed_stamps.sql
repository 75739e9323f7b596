-- A place in the feed is a stamp of its own instead of the bare transaction id: id + shift. After a restore into another
-- cluster, whose transaction ids begin again, the shift is raised at the start, and the log goes on behind what it has.
create table portal.feed_clock (
    one   boolean primary key default true check (one),
    shift bigint not null default 0
);
insert into portal.feed_clock default values;

alter table portal.feed_event alter column xid type bigint using xid::text::bigint;
alter table portal.feed_event rename column xid to stamp;
alter table portal.feed_object alter column last_xid type bigint using last_xid::text::bigint;
alter table portal.feed_object rename column last_xid to last_stamp;
alter table portal.feed_subscriber alter column xid drop default;
alter table portal.feed_subscriber alter column xid type bigint using xid::text::bigint;
alter table portal.feed_subscriber alter column xid set default 0;
alter table portal.feed_subscriber rename column xid to stamp;
alter table portal.feed_backlog alter column xid type bigint using xid::text::bigint;
alter table portal.feed_backlog rename column xid to stamp;
