-- The raw bytes of every delivery, exactly as they came; written in the transaction of the rows that name them.
create table hub.payload (
    id           bigint generated always as identity primary key,
    app          text        not null,
    content_type text        not null,
    headers      jsonb       not null,
    bytes        bytea       not null,
    stored_at    timestamptz not null default clock_timestamp()
);

-- One row per piece of news.
create table hub.inbox_message (
    id                 bigint generated always as identity primary key,
    kind               text        not null,
    app                text        not null,
    account            text        not null,
    external_id        text        not null,
    connection         text,
    event_type         text        not null,
    ordering_key       text        not null,
    payload_id         bigint      not null,
    event              text,
    received_at        timestamptz not null default clock_timestamp(),
    state              text        not null check (state in
        ('RECEIVED', 'PROCESSING', 'RETRY', 'APPLIED', 'IGNORED', 'REFUSED', 'HELD', 'DEAD')),
    is_open            boolean     not null generated always as (state in ('RECEIVED', 'PROCESSING', 'RETRY')) stored,
    -- RECEIVED and RETRY: when it may be handled; PROCESSING: when its lease ends
    due_at             timestamptz not null default clock_timestamp(),
    -- receipt, or the last time a person sent it on its way again
    open_since         timestamptz not null default clock_timestamp(),
    changed_at         timestamptz not null default clock_timestamp(),
    claim              uuid,
    attempts           int         not null default 0,
    replays            int         not null default 0,
    duplicates         int         not null default 0,
    reason             text,
    detail             text,
    result             text,
    object_type        text,
    object_id          text,
    client_id          text,
    hold_key           text,
    suggestions        jsonb       not null default '[]',
    assigned_client    text,
    assigned_contact   text,
    assigned_by        text,
    unique (app, account, external_id)
);
create index inbox_message_due on hub.inbox_message (app, due_at) where is_open;
create index inbox_message_order on hub.inbox_message (app, ordering_key, id) where is_open;
create index inbox_message_held on hub.inbox_message (hold_key) where state = 'HELD';
create index inbox_message_problems on hub.inbox_message (id) where state in ('HELD', 'DEAD');
create index inbox_message_connection on hub.inbox_message (connection, changed_at);
create index inbox_message_day on hub.inbox_message (app, received_at);
create index inbox_message_object on hub.inbox_message (object_type, object_id);

-- The life of a message after its receipt, one row per change of state.
create table hub.inbox_event (
    id         bigint generated always as identity primary key,
    message_id bigint      not null references hub.inbox_message (id) on delete cascade,
    at         timestamptz not null default clock_timestamp(),
    state      text        not null,
    reason     text,
    detail     text,
    by_whom    text
);
create index inbox_event_message on hub.inbox_event (message_id, id);

-- What each delivery brought; written with it, never changed. Together with the rows it makes the daily sum checkable.
create table hub.inbox_batch (
    id         bigint generated always as identity primary key,
    app        text not null,
    day        date not null default (clock_timestamp() at time zone 'UTC')::date,
    seen       int  not null,
    duplicates int  not null
);
create index inbox_batch_day on hub.inbox_batch (day, app);

-- Deliveries that did not prove who sent them: counted, never stored.
create table hub.refused_signature (
    app      text        not null,
    hour     timestamptz not null,
    refused  bigint      not null,
    first_at timestamptz not null default clock_timestamp(),
    last_at  timestamptz not null default clock_timestamp(),
    reason   text        not null,
    primary key (app, hour)
);

-- The daily sum per source: seen = applied + duplicate + ignored + refused + held + dead + open.
create table hub.conservation (
    day        date   not null,
    app        text   not null,
    seen       bigint not null,
    applied    bigint not null,
    duplicate  bigint not null,
    ignored    bigint not null,
    refused    bigint not null,
    held       bigint not null,
    dead       bigint not null,
    open       bigint not null,
    balanced   boolean     not null,
    stored_at  timestamptz not null default clock_timestamp(),
    primary key (day, app)
);
