-- The feed: committed changes in one order. Its one row says how far changes are numbered, and whoever holds the row
-- numbers the next ones: the lease is a lock, which goes with its transaction or connection, and no clock is asked.

create table feed (
  id       integer not null primary key,
  last_no  integer not null,
  constraint feed_is_one check (id = 1),
  constraint feed_last_no check (last_no >= 0)
) strict;
insert into feed (id, last_no) values (1, 0);
