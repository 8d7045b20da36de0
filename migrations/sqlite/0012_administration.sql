-- What was changed of the registry and of who may come in, by whom: one chain for all of it, append-only.

create table administration (
  -- From 1, without holes.
  sequence       integer not null primary key,
  subject        text not null,
  object_id      blob not null,
  -- The region that the entry belongs to: it is read there, and above it.
  region_id      blob references region (id),
  command_id     blob not null,
  -- What was asked for, such as `updateOfficer` or `token create`.
  command        text not null,
  -- Null when it was done at the machine itself.
  actor_id       blob references officer (id),
  recorded_at    text not null,
  -- What is hashed; the columns before it are copies to search by.
  canonical      text not null,
  previous_hash  text not null,
  hash           text not null,
  constraint administration_sequence check (sequence >= 1),
  constraint administration_subject check (subject in ('REGION', 'AGENCY', 'POST', 'OFFICER', 'TOKEN', 'ACCOUNT')),
  constraint administration_hash check (length(hash) = 64 and length(previous_hash) = 64)
) strict;
create index administration_of_object on administration (object_id, sequence);
create index administration_by_actor on administration (actor_id, sequence);
create index administration_by_region on administration (region_id, sequence);

-- `insert or replace` deletes too: connections that write turn recursive_triggers on, so that it is refused here.
create trigger administration_no_update before update on administration begin
  select raise(abort, 'administration is append-only');
end;
create trigger administration_no_delete before delete on administration begin
  select raise(abort, 'administration is append-only');
end;

-- Whoever adds to the chain holds this row: of two at once the second waits, and goes on where the first ended.
create table administration_watch (
  id  integer not null primary key,
  constraint administration_watch_is_one check (id = 1)
) strict;
insert into administration_watch (id) values (1);
