-- What the vendor calls the chosen account; null = not heard yet.
alter table hub.connection add column account_title text;
