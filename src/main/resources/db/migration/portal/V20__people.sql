-- Everybody who may sign in or writes to us. client_id is null for the firm's own people.
create table portal.person (
    id              uuid primary key,
    client_id       uuid,
    name            text not null,
    email           text not null check (email = lower(btrim(email)) and email <> ''),
    role            text not null check (role in
                        ('INTERNAL_ADMIN', 'INTERNAL_CONTRIBUTOR', 'CLIENT_ADMIN', 'CLIENT_MEMBER', 'VIEWER')),
    billing         boolean not null default false,
    admitted        boolean not null default true,
    active          boolean not null default true,
    password_hash   text,
    invited_at      timestamptz,
    last_sign_in_at timestamptz,
    created_at      timestamptz not null default now(),
    changed_at      timestamptz not null default clock_timestamp(),
    constraint person_internal_has_no_client check ((role like 'INTERNAL%') = (client_id is null)),
    constraint person_email_once_per_client unique nulls not distinct (client_id, email)
);
create index person_by_email on portal.person (email);
-- The API lists contacts in the order of change.
create index person_by_change on portal.person (changed_at, id) where client_id is not null;

create function portal.person_changed() returns trigger language plpgsql as $$
begin
    new.changed_at := clock_timestamp();
    return new;
end $$;

-- A sign-in is no change that anybody reads over the API.
create trigger person_changed before update of client_id, name, email, role, billing, admitted, active
    on portal.person for each row execute function portal.person_changed();

-- Mailed links: the token itself is never stored.
create table portal.sign_in_link (
    token_hash text primary key,
    email      text not null,
    purpose    text not null check (purpose in ('SIGN_IN', 'SET_PASSWORD', 'SET_UP')),
    person_id  uuid references portal.person (id) on delete cascade,
    return_to  text,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at    timestamptz
);
create index sign_in_link_by_age on portal.sign_in_link (expires_at);

-- What the throttle counts. key = kind, address and network address, hashed.
create table portal.sign_in_attempt (
    key text not null,
    at  timestamptz not null
);
create index sign_in_attempt_by_key on portal.sign_in_attempt (key, at);
