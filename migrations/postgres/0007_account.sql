-- Signing in: accounts with a password, the sessions they open, and what a token may be used for.

create table account (
  officer_id     uuid        not null primary key references officer (id),
  -- In lower case.
  login          text        not null,
  password_hash  text        not null,
  -- Somebody else knows the password: nothing else is possible until it is changed.
  must_change    boolean     not null,
  -- Tries without a success since the last one.
  failures       bigint      not null,
  locked_until   timestamptz,
  created_at     timestamptz not null,
  -- When the password was set.
  changed_at     timestamptz not null,
  -- Counts passwords, not tries.
  version        bigint      not null,
  constraint account_login_once unique (login),
  constraint account_login_form check (length(login) between 3 and 64 and login = lower(login)),
  constraint account_failures check (failures >= 0)
);

-- A row that stands for nobody. A try at a login that does not exist is written here, so that it takes as long as one at a
-- login that does.
create table login_decoy (
  id        bigint not null primary key,
  failures  bigint not null,
  constraint login_decoy_is_one check (id = 1)
);
insert into login_decoy (id, failures) values (1, 0);

-- One row for each device on which somebody signed in. Only the hash of what the device keeps is here.
create table session (
  id            uuid        not null primary key,
  hash          bytea       not null,
  officer_id    uuid        not null references officer (id),
  created_at    timestamptz not null,
  last_seen_at  timestamptz not null,
  idle_until    timestamptz not null,
  expires_at    timestamptz not null,
  revoked_at    timestamptz,
  device        text        not null,
  address       text        not null,
  constraint session_hash_once unique (hash),
  constraint session_span check (created_at <= last_seen_at and idle_until <= expires_at)
);
create index session_of_officer on session (officer_id, created_at);

alter table token add column scope text;
update token set scope = 'WRITE';
alter table token alter column scope set not null;
alter table token add constraint token_scope check (scope in ('READ', 'WRITE'));
