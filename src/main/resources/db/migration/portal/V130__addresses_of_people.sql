-- Further addresses from which somebody at a client writes; the main one stands with the person. A row that was taken
-- away stays, to tell who gave it and who took it.
create table portal.person_address (
    id         uuid primary key,
    person_id  uuid        not null references portal.person (id) on delete cascade,
    address    text        not null check (address = lower(btrim(address)) and address <> ''),
    added_by   text        not null,
    added_at   timestamptz not null,
    removed_by text,
    removed_at timestamptz,
    constraint person_address_removed_by_somebody check ((removed_by is null) = (removed_at is null))
);
create unique index person_address_once on portal.person_address (address) where removed_at is null;
create index person_address_by_person on portal.person_address (person_id, added_at);
