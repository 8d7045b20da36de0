-- Who entered an enterprise, and for which agency: to them it is known, whatever projects name it.

create table enterprise_entry (
  enterprise_id  uuid not null references enterprise (id),
  officer_id     uuid not null references officer (id),
  agency_id      uuid not null references agency (id),
  primary key (enterprise_id, officer_id, agency_id)
);
create index enterprise_entry_by_agency on enterprise_entry (agency_id, enterprise_id);
create index enterprise_entry_by_officer on enterprise_entry (officer_id, enterprise_id);
