-- Absences: days on which a deputy acts for an officer. That rights pass once, and to one, is held by whoever writes: he
-- holds both officers' rows. And recorders, who record by a leader's right.

create table absence (
  id           blob not null primary key,
  officer_id   blob not null references officer (id),
  deputy_id    blob not null references officer (id),
  from_on      text not null,
  -- The last day, as it was planned.
  until_on     text not null,
  -- From which day on it is over, where it was ended before.
  ended_on     text,
  -- Null when it was done at the machine itself.
  recorded_by  blob references officer (id),
  version      integer not null,
  constraint absence_of_another check (officer_id <> deputy_id),
  constraint absence_span check (from_on <= until_on),
  constraint absence_ended check (ended_on is null or ended_on <= until_on),
  constraint absence_version check (version >= 1)
) strict;
create index absence_of_officer on absence (officer_id, until_on);
create index absence_of_deputy on absence (deputy_id, until_on);

-- Who records what a leader decides. A command that he gives on that leader's authority is decided as the leader's own.
create table recorder (
  id          blob not null primary key,
  leader_id   blob not null references officer (id),
  officer_id  blob not null references officer (id),
  since       text not null,
  -- From which day on he is none any more.
  ended_on    text,
  version     integer not null,
  constraint recorder_of_another check (leader_id <> officer_id),
  constraint recorder_span check (ended_on is null or since <= ended_on),
  constraint recorder_version check (version >= 1)
) strict;
create unique index recorder_once on recorder (leader_id, officer_id) where ended_on is null;
create index recorder_of_officer on recorder (officer_id) where ended_on is null;

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
    subject in ('REGION', 'AGENCY', 'POST', 'OFFICER', 'TOKEN', 'ACCOUNT', 'ABSENCE', 'RECORDER', 'PROJECT')),
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
