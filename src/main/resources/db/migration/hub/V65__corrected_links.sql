-- A record of a vendor that waits for a decision is known by its label before it is linked, and after a wrong link was
-- removed.
alter table hub.link alter column client_id drop not null;
alter table hub.link alter column linked_by drop not null;

-- What was shown because of a link, and to whom (null: to no client), so that a wrong link can be undone as a whole.
create table hub.link_record (
    connection  text not null,
    object_type text not null,
    object_id   text not null,
    kind        text not null,
    external_id text not null,
    client_id   text,
    primary key (connection, object_type, object_id)
);
create index link_record_link on hub.link_record (connection, kind, external_id);

-- Who decided what about a link, and when.
create table hub.link_change (
    id          bigint generated always as identity primary key,
    connection  text        not null,
    kind        text        not null,
    external_id text        not null,
    from_client text,
    to_client   text,
    by_whom     text        not null,
    at          timestamptz not null default clock_timestamp()
);
create index link_change_link on hub.link_change (connection, kind, external_id, id);
