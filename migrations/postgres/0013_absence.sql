-- Absences: days on which a deputy acts for an officer. That rights pass once, and to one, is held by whoever writes: he
-- holds both officers' rows.

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

alter table administration drop constraint administration_subject;
alter table administration add constraint administration_subject check (
  subject in ('REGION', 'AGENCY', 'POST', 'OFFICER', 'TOKEN', 'ACCOUNT', 'ABSENCE'));
