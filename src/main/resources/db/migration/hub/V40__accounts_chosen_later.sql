-- Several connections of one app may wait for their account to be chosen; chosen ones stay unique.
alter table hub.connection drop constraint connection_app_account_key;
create unique index connection_account on hub.connection (app, account) where account <> '';
