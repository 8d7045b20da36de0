-- Who entered an enterprise, and for which agency: to them it is known, whatever projects name it.

create table enterprise_entry (
  enterprise_id  blob not null references enterprise (id),
  officer_id     blob not null references officer (id),
  -- Null where it was entered for everybody.
  agency_id      blob references agency (id),
  -- Whoever enters it after that knows of it, and corrects nothing.
  first          integer not null check (first in (0, 1)),
  primary key (enterprise_id, officer_id)
) strict;
create index enterprise_entry_by_agency on enterprise_entry (agency_id, enterprise_id);
create index enterprise_entry_by_officer on enterprise_entry (officer_id, enterprise_id);
