-- One registration with a vendor; part of the address /hooks/{name}.
create table hub.app (
    name       text primary key,
    connector  text        not null,
    settings   jsonb       not null default '{}',
    enabled    boolean     not null,
    problem    text,
    version    bigint      not null default 1,
    created_at timestamptz not null default clock_timestamp(),
    changed_at timestamptz not null default clock_timestamp(),
    changed_by text        not null
);

-- An account authorised under an app.
create table hub.connection (
    name       text primary key,
    app        text        not null references hub.app (name),
    connector  text        not null,
    account    text        not null,
    client_id  text,
    settings   jsonb       not null default '{}',
    statuses   jsonb       not null default '{}',
    enabled    boolean     not null,
    problem    text,
    version    bigint      not null default 1,
    created_at timestamptz not null default clock_timestamp(),
    changed_at timestamptz not null default clock_timestamp(),
    changed_by text        not null,
    unique (app, account)
);

-- Secret fields, sealed. The owner is part of the seal: app:<name> or connection:<name>. Pages say when one was
-- entered, never what it is.
create table hub.secret (
    owner  text        not null,
    field  text        not null,
    sealed bytea       not null,
    set_at timestamptz not null default clock_timestamp(),
    primary key (owner, field)
);

-- Counts changes of the two tables above, so that every node notices.
create table hub.connection_changes (
    only_row boolean primary key default true check (only_row),
    changes  bigint not null
);
insert into hub.connection_changes (changes) values (1);

-- OAuth tokens, sealed together; a refresh is claimed so that two nodes never use one rotating token.
create table hub.token (
    connection    text primary key references hub.connection (name) on delete cascade,
    sealed        bytea not null,
    changed_at    timestamptz not null default clock_timestamp(),
    refresh_claim uuid,
    refresh_until timestamptz
);

-- Authorisations that were begun in a browser and not finished yet. The verifier is sealed.
create table hub.authorization_try (
    state      text primary key,
    connection text        not null,
    sealed     bytea       not null,
    person     text        not null,
    expires_at timestamptz not null
);

-- Which client a vendor's record stands for, in a connection that serves several.
create table hub.link (
    connection  text        not null,
    kind        text        not null,
    external_id text        not null,
    client_id   text        not null,
    label       text        not null,
    linked_by   text        not null,
    linked_at   timestamptz not null default clock_timestamp(),
    primary key (connection, kind, external_id)
);
create index link_client on hub.link (client_id);

-- Which of the portal's objects is kept as which record at a vendor.
create table hub.object_link (
    connection  text        not null,
    external_id text        not null,
    object_type text        not null,
    object_id   text        not null,
    client_id   text,
    label       text        not null,
    url         text,
    linked_at   timestamptz not null default clock_timestamp(),
    primary key (connection, object_type, external_id)
);
create index object_link_object on hub.object_link (object_type, object_id);
