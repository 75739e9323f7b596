-- Invoices as their ledger tells them; nobody edits them here. Hidden ones (drafts) are never shown to a client.
create table portal.invoice (
    id                uuid primary key,
    client_id         uuid not null references portal.client (id),
    origin_account    text not null,
    origin_id         text not null,
    number            text not null,
    status            text not null check (status in ('hidden', 'open', 'paid', 'void')),
    currency          text not null,
    total             numeric not null,
    amount_due        numeric not null,
    issue_date        date,
    due_date          date,
    paid_date         date,
    reference         text,
    source            text not null,
    source_url        text,
    source_updated_at timestamptz not null,
    seen_at           timestamptz not null,
    changed_at        timestamptz not null default clock_timestamp(),
    version           bigint not null default 1,
    constraint invoice_once_per_origin unique (origin_account, origin_id)
);
-- newest first: the order of the list
create index invoice_by_client on portal.invoice (client_id, (coalesce(issue_date, '-infinity')) desc, id desc);
create index invoice_by_issue_date on portal.invoice ((coalesce(issue_date, '-infinity')) desc, id desc);
create index invoice_open on portal.invoice (client_id, currency, due_date) where status = 'open';
create index invoice_by_change on portal.invoice (changed_at, id);
