-- Which database files belong to, and which deputy brought one.

-- Whose files lie in a place: the same id stands there, in an object beside them. One row, or none before the first use.
create table installation (
  number  integer not null primary key,
  id      blob not null,
  constraint installation_is_one check (number = 1)
) strict;

-- Files that lie there and that no row is of, from when that was first seen. What a crash has left is so, and what was
-- uploaded after the backup from which this database was restored.
create table file_unknown (
  id       blob not null primary key,
  seen_at  text not null
) strict;

-- Who brought the file for the uploader, being his deputy.
alter table file add column deputy_id blob references officer (id);
create index file_of_officer on file (uploaded_by, stored_at);
create index file_of_deputy on file (deputy_id, stored_at) where deputy_id is not null;
