-- Systems that may use the API. Two tokens at a time make rotation possible without a gap.
create table portal.peer (
    name   text primary key,
    scopes text[] not null
);
create table portal.peer_token (
    token_hash text primary key,
    peer       text not null references portal.peer (name) on delete cascade,
    created_at timestamptz not null default now(),
    expires_at timestamptz
);
create index peer_token_by_peer on portal.peer_token (peer);

-- Commands that had their effect; written in the transaction of the effect.
create table portal.applied_command (
    peer       text not null,
    key        text not null,
    sha256     text not null,
    result     jsonb not null,
    applied_at timestamptz not null default now(),
    primary key (peer, key)
);
create index applied_command_by_age on portal.applied_command (applied_at);
