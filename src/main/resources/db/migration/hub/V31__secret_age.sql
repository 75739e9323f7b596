-- Pages say when a secret was entered, never what it is.
alter table hub.secret add column set_at timestamptz not null default clock_timestamp();
