-- Who entered an enterprise, and for which agency: to them it is known, whatever projects name it.

create table enterprise_entry (
  enterprise_id  uuid not null references enterprise (id),
  officer_id     uuid not null references officer (id),
  -- Null where it was entered for everybody.
  agency_id      uuid references agency (id),
  -- Whoever enters it after that knows of it, and corrects nothing.
  first          boolean not null,
  primary key (enterprise_id, officer_id)
);
create index enterprise_entry_by_agency on enterprise_entry (agency_id, enterprise_id);
create index enterprise_entry_by_officer on enterprise_entry (officer_id, enterprise_id);
