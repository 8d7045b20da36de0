-- Absences: days on which a deputy acts for an officer. That rights pass once, and to one, is held by whoever writes: he
-- holds both officers' rows. And recorders, who record by a leader's right.

create table absence (
  id           uuid   not null primary key,
  officer_id   uuid   not null references officer (id),
  deputy_id    uuid   not null references officer (id),
  from_on      date   not null,
  -- The last day, as it was planned.
  until_on     date   not null,
  -- From which day on it is over, where it was ended before.
  ended_on     date,
  -- Null when it was done at the machine itself.
  recorded_by  uuid   references officer (id),
  version      bigint not null,
  constraint absence_of_another check (officer_id <> deputy_id),
  constraint absence_span check (from_on <= until_on),
  constraint absence_ended check (ended_on is null or ended_on <= until_on),
  constraint absence_version check (version >= 1)
);
create index absence_of_officer on absence (officer_id, until_on);
create index absence_of_deputy on absence (deputy_id, until_on);

-- Who records what a leader decides. A command that he gives on that leader's authority is decided as the leader's own.
create table recorder (
  id          uuid   not null primary key,
  leader_id   uuid   not null references officer (id),
  officer_id  uuid   not null references officer (id),
  since       date   not null,
  -- From which day on he is none any more.
  ended_on    date,
  version     bigint not null,
  constraint recorder_of_another check (leader_id <> officer_id),
  constraint recorder_span check (ended_on is null or since <= ended_on),
  constraint recorder_version check (version >= 1)
);
create unique index recorder_once on recorder (leader_id, officer_id) where ended_on is null;
create index recorder_of_officer on recorder (officer_id) where ended_on is null;

alter table administration drop constraint administration_subject;
alter table administration add constraint administration_subject check (
  subject in ('REGION', 'AGENCY', 'POST', 'OFFICER', 'TOKEN', 'ACCOUNT', 'ABSENCE', 'RECORDER', 'PROJECT'));
