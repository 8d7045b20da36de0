-- Who entered an enterprise, and for which agency: to them it is known, whatever projects name it.

create table enterprise_entry (
  enterprise_id  blob not null references enterprise (id),
  officer_id     blob not null references officer (id),
  agency_id      blob not null references agency (id),
  primary key (enterprise_id, officer_id, agency_id)
) strict;
create index enterprise_entry_by_agency on enterprise_entry (agency_id, enterprise_id);
create index enterprise_entry_by_officer on enterprise_entry (officer_id, enterprise_id);
