-- Records that were shown to a client by mistake: shown to no client until somebody says whose they are.
alter table portal.request add column withdrawn boolean not null default false;
alter table portal.invoice add column withdrawn boolean not null default false;
