-- Who gave whom which right, and when: written with each change of a person, never changed, kept as long as the person.
-- by_firm: done by the firm, its systems or the portal itself, whose names are not for the people of clients.
create table portal.person_event (
    id        bigint generated always as identity primary key,
    person_id uuid        not null references portal.person (id) on delete cascade,
    what      text        not null,
    former    text,
    present   text,
    by_kind   text        not null check (by_kind in ('PERSON', 'PEER', 'SYSTEM')),
    by_id     uuid,
    by_name   text        not null,
    by_firm   boolean     not null,
    at        timestamptz not null
);
create index person_event_by_person on portal.person_event (person_id, id);
