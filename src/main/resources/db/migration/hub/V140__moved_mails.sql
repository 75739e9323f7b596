-- Since when a mail lies in another request than the one it was written about.
alter table hub.mail_thread add column moved_at timestamptz;
