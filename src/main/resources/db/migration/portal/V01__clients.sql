-- A company that the firm serves.
create table portal.client (
    id            uuid primary key,
    name          text not null check (btrim(name) <> ''),
    default_owner uuid,
    team          text,
    team_address  text,
    version       bigint not null default 1,
    changed_at    timestamptz not null default clock_timestamp()
);
create index client_by_name on portal.client (lower(name), id);
create index client_by_change on portal.client (changed_at, id);

-- The mail domains that are the client's own; a domain belongs to one client only.
create table portal.client_domain (
    domain    text primary key check (domain = lower(btrim(domain)) and domain <> ''),
    client_id uuid not null references portal.client (id) on delete cascade
);
create index client_domain_by_client on portal.client_domain (client_id, domain);
