-- Secrets made at the first start, sealed with the key of the installation.
create table platform.generated_secret (
    name       text        primary key,
    sealed     bytea       not null,
    created_at timestamptz not null default now()
);
