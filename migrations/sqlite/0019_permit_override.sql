-- What regions say otherwise than the permit catalogue. Rows are added and get a last day; nothing is overwritten.

create table permit_override (
  id            blob not null primary key,
  -- It holds in this region and below.
  region_id     blob not null references region (id),
  -- Of an entry that the catalogue has, or of one that the region adds.
  code          text not null,
  valid_from    text not null,
  -- The day before the first where it never held.
  valid_to      text,
  -- What it says, in the form of the catalogue's own files.
  says          text not null,
  -- The document in which the region says so.
  source        text not null,
  recorded_by   blob references officer (id),
  recorded_at   text not null,
  -- The document that ended it, where that came later.
  ended_source  text,
  ended_by      blob references officer (id),
  ended_at      text,
  version       integer not null,
  constraint permit_override_ended check ((ended_source is null) = (ended_at is null)
    and (ended_at is null or valid_to is not null) and (ended_by is null or ended_at is not null)),
  constraint permit_override_version check (version >= 1)
) strict;

-- A subject more: the table is built anew, see README.md. Nothing refers to it.
create temporary table administration_rows as select * from administration;
drop table administration;
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
  constraint administration_subject check (
    subject in ('REGION', 'AGENCY', 'POST', 'OFFICER', 'TOKEN', 'ACCOUNT', 'ABSENCE', 'RECORDER', 'DAYS_OFF',
      'PERMIT_OVERRIDE', 'PROJECT')),
  constraint administration_hash check (length(hash) = 64 and length(previous_hash) = 64)
) strict;
insert into administration select * from administration_rows;
drop table administration_rows;
create index administration_of_object on administration (object_id, sequence);
create index administration_by_actor on administration (actor_id, sequence);
create index administration_by_region on administration (region_id, sequence);
create trigger administration_no_update before update on administration begin
  select raise(abort, 'administration is append-only');
end;
create trigger administration_no_delete before delete on administration begin
  select raise(abort, 'administration is append-only');
end;
