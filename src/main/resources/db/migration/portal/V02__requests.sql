create sequence portal.request_number start with 1001;

create table portal.request (
    id               uuid primary key,
    number           bigint not null unique default nextval('portal.request_number'),
    client_id        uuid not null references portal.client (id),
    subject          text not null,
    text             text not null,
    status           text not null default 'new'
                         check (status in ('new', 'in-progress', 'waiting-on-client', 'done')),
    private          boolean not null default false,
    channel          text not null,
    requester_kind   text check (requester_kind in ('contact', 'staff', 'system')),
    requester_id     uuid,
    requester_name   text,
    requester_email  text,
    owner_id         uuid,
    team             text,
    team_address     text,
    origin_account   text,
    origin_id        text,
    opened_at        timestamptz not null,
    last_activity_at timestamptz not null,
    changed_at       timestamptz not null default clock_timestamp(),
    version          bigint not null default 1,
    -- left(): a tsvector holds 1 MB at most, and nobody searches further down a text
    search           tsvector not null generated always as (
                         to_tsvector('simple', left(subject, 1000) || ' ' || left(text, 20000) || ' '
                             || coalesce(requester_name, '') || ' ' || coalesce(requester_email, ''))) stored,
    constraint request_once_per_origin unique (origin_account, origin_id)
);
create index request_by_activity on portal.request (last_activity_at desc, id desc);
create index request_by_client on portal.request (client_id, last_activity_at desc, id desc);
create index request_by_status on portal.request (status, last_activity_at desc, id desc);
create index request_by_client_and_status on portal.request (client_id, status, last_activity_at desc, id desc);
create index request_by_owner on portal.request (owner_id, last_activity_at desc, id desc) where owner_id is not null;
create index request_by_team on portal.request (team, last_activity_at desc, id desc) where team is not null;
create index request_by_change on portal.request (changed_at, id);
create index request_by_words on portal.request using gin (search);

-- Who hears of a request and may see it although it is private.
create table portal.participant (
    request_id uuid not null references portal.request (id) on delete cascade,
    person_id  uuid not null,
    added_at   timestamptz not null default clock_timestamp(),
    primary key (request_id, person_id)
);
create index participant_by_person on portal.participant (person_id, request_id);

-- When a source last told us about a request: its strictly older news is stale.
create table portal.request_source (
    request_id uuid not null references portal.request (id) on delete cascade,
    account    text not null,
    updated_at timestamptz not null,
    primary key (request_id, account)
);

-- The timeline: everything that happened to a request, in the order of its own time.
create table portal.entry (
    id             uuid primary key,
    request_id     uuid not null references portal.request (id) on delete cascade,
    kind           text not null check (kind in ('opened', 'comment', 'status', 'assigned', 'revised', 'privacy')),
    at             timestamptz not null,
    recorded_at    timestamptz not null default clock_timestamp(),
    by_kind        text not null check (by_kind in ('contact', 'staff', 'system')),
    by_id          uuid,
    by_name        text,
    by_email       text,
    channel        text not null,
    visibility     text not null default 'public' check (visibility in ('public', 'internal')),
    text           text,
    elided         text,
    old_value      text,
    new_value      text,
    origin_account text,
    origin_id      text,
    event_id       uuid,
    constraint comment_once_per_origin unique (origin_account, origin_id)
);
create index entry_by_request on portal.entry (request_id, at, id);

-- Bytes that were handed over; referenced by attachments, else swept after a day.
create table portal.file (
    id           uuid primary key,
    uploader     text not null,
    key          text not null,
    name         text not null,
    content_type text not null,
    size         bigint not null,
    sha256       text not null,
    bytes        bytea not null,
    created_at   timestamptz not null default now(),
    constraint file_once_per_key unique (uploader, key)
);
alter table portal.file alter column bytes set storage external;
create index file_by_age on portal.file (created_at);

create table portal.attachment (
    entry_id uuid not null references portal.entry (id) on delete cascade,
    file_id  uuid not null references portal.file (id),
    position integer not null,
    primary key (entry_id, file_id)
);
create index attachment_by_file on portal.attachment (file_id);

-- What only the hub knows but pages show.
create table portal.service_level (
    request_id uuid not null references portal.request (id) on delete cascade,
    metric     text not null,
    due_at     timestamptz,
    state      text not null,
    lines      jsonb not null,
    primary key (request_id, metric)
);

create table portal.external_link (
    object_type text not null,
    object_id   uuid not null,
    connection  text not null,
    external_id text not null,
    url         text,
    label       text not null,
    seen_at     timestamptz not null,
    primary key (object_type, object_id, connection, external_id)
);
create index external_link_by_record on portal.external_link (connection, external_id);

create table portal.delivery (
    change      uuid not null,
    connection  text not null,
    object_type text not null,
    object_id   uuid not null,
    state       text not null,
    words       text,
    at          timestamptz not null,
    primary key (change, connection)
);
create index delivery_by_object on portal.delivery (object_type, object_id);
