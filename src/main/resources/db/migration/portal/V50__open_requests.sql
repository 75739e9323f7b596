-- What is open is a small part of a grown store: the first lines of home and lists count only that.
create index request_open on portal.request (status, owner_id, client_id) where status <> 'done';
create index invoice_due on portal.invoice (currency, due_date, client_id) include (amount_due) where status = 'open';
