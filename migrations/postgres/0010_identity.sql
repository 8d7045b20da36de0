-- Signing in by an identity provider (OpenID Connect).

-- Who an officer with an account is at a provider. Only an administrator says so.
create table identity (
  id          uuid        not null primary key,
  officer_id  uuid        not null references account (officer_id),
  issuer      text        not null,
  subject     text        not null,
  linked_at   timestamptz not null,
  constraint identity_once unique (issuer, subject)
);
create index identity_of_officer on identity (officer_id);

-- By which identity a session began; null for a password, and once the identity is nobody's any more.
alter table session add column identity_id uuid references identity (id);
create index session_of_identity on session (identity_id);

-- Those who were sent to the provider and are not back yet, whichever replica they come back to. A row is good for one
-- return, in the browser that was sent.
create table sign_in_attempt (
  state_hash    bytea       not null primary key,
  browser_hash  bytea       not null,
  nonce         text        not null,
  -- Of the proof key of RFC 7636; worth nothing without the code that only the browser brings.
  verifier      text        not null,
  return_to     text        not null,
  expires_at    timestamptz not null
);
create index sign_in_attempt_by_end on sign_in_attempt (expires_at);
