-- The console lists links by their latest decision: each has a number of its own, so that pages neither skip nor repeat.
create sequence hub.link_decided;
alter table hub.link add column decided bigint;
update hub.link set decided = numbered.number from (
    select connection, kind, external_id, nextval('hub.link_decided') as number
    from (select * from hub.link order by linked_at) sorted) numbered
where (link.connection, link.kind, link.external_id) =
    (numbered.connection, numbered.kind, numbered.external_id);
alter table hub.link alter column decided set default nextval('hub.link_decided');
alter table hub.link alter column decided set not null;
create index link_by_decision on hub.link (decided) where linked_by is not null;
