-- The kinds of department an agency is, whose permits it decides in its region. An approval bureau 行政审批局 is several.
create table agency_department (
  agency_id   blob not null references agency (id),
  department  text not null,
  primary key (agency_id, department),
  constraint agency_department_kind check (department in (
    'DEVELOPMENT_REFORM', 'INDUSTRY', 'MARKET_REGULATION', 'NATURAL_RESOURCES', 'ENVIRONMENT', 'HOUSING',
    'CITY_MANAGEMENT', 'WATER', 'FORESTRY', 'AGRICULTURE', 'EMERGENCY', 'EARTHQUAKE', 'CULTURAL_RELICS',
    'STATE_SECURITY', 'CIVIL_AVIATION', 'METEOROLOGY', 'CIVIL_DEFENCE', 'TRANSPORT', 'PUBLIC_SECURITY',
    'FIRE_RESCUE', 'HEALTH', 'ENERGY', 'ENERGY_REGULATOR', 'TELECOM', 'POLITICAL_LEGAL', 'GRID',
    'UTILITIES', 'GOVERNMENT', 'TOWNSHIP', 'ENTERPRISE'))
) strict, without rowid;
