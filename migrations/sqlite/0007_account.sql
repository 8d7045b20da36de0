-- Signing in: accounts with a password, the sessions they open, and what a token may be used for.

create table account (
  officer_id     blob not null primary key references officer (id),
  -- In lower case.
  login          text not null,
  password_hash  text not null,
  -- Somebody else knows the password: nothing else is possible until it is changed.
  must_change    integer not null check (must_change in (0, 1)),
  -- Tries without a success since the last one.
  failures       integer not null,
  locked_until   text,
  created_at     text not null,
  -- When the password was set.
  changed_at     text not null,
  -- Counts passwords, not tries.
  version        integer not null,
  constraint account_login_once unique (login),
  constraint account_login_form check (length(login) between 3 and 64 and login = lower(login)),
  constraint account_failures check (failures >= 0)
) strict;

-- A row that stands for nobody. A try at a login that does not exist is written here, so that it takes as long as one at a
-- login that does.
create table login_decoy (
  id        integer not null primary key,
  failures  integer not null,
  constraint login_decoy_is_one check (id = 1)
) strict;
insert into login_decoy (id, failures) values (1, 0);

-- One row for each device on which somebody signed in. Only the hash of what the device keeps is here.
create table session (
  id            blob not null primary key,
  hash          blob not null,
  officer_id    blob not null references officer (id),
  created_at    text not null,
  last_seen_at  text not null,
  idle_until    text not null,
  expires_at    text not null,
  revoked_at    text,
  device        text not null,
  address       text not null,
  constraint session_hash_once unique (hash),
  constraint session_span check (created_at <= last_seen_at and idle_until <= expires_at)
) strict;
create index session_of_officer on session (officer_id, created_at);

-- A column that may not be null and has no default: the table is built anew, see README.md. Nothing refers to it.
create temporary table token_rows as select * from token;
drop table token;
create table token (
  id            blob not null primary key,
  officer_id    blob not null references officer (id),
  name          text not null,
  prefix        text not null,
  hash          blob not null,
  created_at    text not null,
  expires_at    text,
  revoked_at    text,
  last_used_at  text,
  scope         text not null,
  constraint token_hash_once unique (hash),
  constraint token_scope check (scope in ('READ', 'WRITE'))
) strict;
insert into token select token_rows.*, 'WRITE' from token_rows;
drop table token_rows;
create index token_of_officer on token (officer_id);
