-- Days off of years, as administrators published them; those of the product stand in its own files.

create table days_off (
  id           blob not null primary key,
  year         integer not null,
  -- The notices, one in a line.
  sources      text not null,
  -- Days, one in a line, in order.
  days_off     text not null,
  days_worked  text not null,
  version      integer not null,
  constraint days_off_year unique (year),
  constraint days_off_year_of_calendar check (year between 2000 and 2100),
  constraint days_off_version check (version >= 1)
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
    subject in ('REGION', 'AGENCY', 'POST', 'OFFICER', 'TOKEN', 'ACCOUNT', 'ABSENCE', 'RECORDER', 'DAYS_OFF', 'PROJECT')),
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
