-- When a person last changed, so that the API can list contacts in the order of change.
alter table portal.person add column changed_at timestamptz not null default clock_timestamp();
create index person_by_change on portal.person (changed_at, id) where client_id is not null;

create function portal.person_changed() returns trigger language plpgsql as $$
begin
    new.changed_at := clock_timestamp();
    return new;
end $$;

-- A sign-in is no change that anybody reads over the API.
create trigger person_changed before update of client_id, name, email, role, billing, admitted, active
    on portal.person for each row execute function portal.person_changed();
