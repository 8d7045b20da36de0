-- What the plan of each project comes to by the permit catalogue, kept for filters; worked out by the domain, written with
-- every change of the project, and worked out anew in the background when the catalogue, what regions
-- say otherwise or departments change.

create table project_outlook (
  project_id  blob not null primary key references project (id),
  -- The version of the project that it was worked out of.
  version     integer not null,
  -- By which catalogue, word of regions and departments; empty where nobody has worked it out yet.
  revision    text not null,
  undecided   integer not null,
  missing     integer not null,
  -- Drawing the plan again would change a permit.
  outdated    integer not null check (outdated in (0, 1)),
  constraint project_outlook_counts check (undecided >= 0 and missing >= 0)
) strict;
create index project_outlook_by_revision on project_outlook (revision, project_id);
create index project_outlook_outdated on project_outlook (outdated, project_id);
insert into project_outlook (project_id, version, revision, undecided, missing, outdated)
  select id, version, '', 0, 0, 0 from project;

-- The permits that can be filed, likewise.
create table fileable_permit (
  id          blob not null primary key references permit (id),
  project_id  blob not null references project (id),
  -- The day agreed for its preparation, as the permit has it.
  agreed_on   text
) strict;
create index fileable_permit_of_project on fileable_permit (project_id);
create index fileable_permit_by_day on fileable_permit (agreed_on, id);

-- Its one row says how far planning anew has come, and which changes of departments there were.
create table replanning (
  id           integer not null primary key,
  -- Counts the changes of which department an agency is, and whether it works: what plans depend on beside the catalogue.
  offices      integer not null,
  -- What is worked out anew, or was last; null before the first time.
  revision     text,
  -- The process that began with it: of two programs the later one has its way.
  begun_by     blob,
  total        integer not null,
  done         integer not null,
  began_at     text,
  finished_at  text,
  -- The process that is at it, and until when nobody else is.
  worker       blob,
  leased_until text,
  constraint replanning_is_one check (id = 1),
  constraint replanning_done check (done >= 0 and done <= total),
  constraint replanning_begun check (
    (revision is null) = (began_at is null) and (revision is null) = (begun_by is null)),
  constraint replanning_finished check (finished_at is null or began_at is not null),
  constraint replanning_lease check ((worker is null) = (leased_until is null))
) strict;
insert into replanning (id, offices, total, done) values (1, 0, 0, 0);
