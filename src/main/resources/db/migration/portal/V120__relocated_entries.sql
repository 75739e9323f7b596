-- What the firm's people moved from one request to another: who, when, what, from and to. Nothing changes a row.
create table portal.relocation (
    id       uuid primary key,
    kind     text        not null check (kind in ('move', 'split')),
    from_id  uuid        not null references portal.request (id) on delete cascade,
    to_id    uuid        not null references portal.request (id) on delete cascade,
    entries  uuid[]      not null,
    -- people who take part in the other request because of it
    joined   uuid[]      not null,
    at       timestamptz not null,
    by_id    uuid,
    by_name  text
);
create index relocation_by_source on portal.relocation (from_id);

-- The notes that it leaves in both requests.
alter table portal.entry add column relocation uuid references portal.relocation (id) on delete set null;
create index entry_by_relocation on portal.entry (relocation) where relocation is not null;

alter table portal.entry drop constraint entry_kind_check;
alter table portal.entry add constraint entry_kind_check check (kind in
    ('opened', 'comment', 'status', 'assigned', 'revised', 'privacy', 'participants', 'mailing', 'relocated'));
