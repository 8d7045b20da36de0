//! A province of many projects, filled in by a few statements: plans depend on how many rows there are, and on how their
//! values are spread, not on what they mean.

use crate::db::testing::is_sqlite;
use crate::db::{BuiltStmt, Db};
use crate::fixture::settle;
use crate::params;

/// Ids of kinds apart from one another, and from those of the fixture's world.
pub(super) const PROJECT: u128 = 0x1000_0000;
const STEP: u128 = 0x2000_0000;
const PERMIT: u128 = 0x3000_0000;
pub(super) const OFFICER: u128 = 0x4000_0000;
pub(super) const AGENCY: u128 = 0x5000_0000;
const ENTERPRISE: u128 = 0x6000_0000;
pub(super) const COUNTY: u128 = 0x7000_0000;
const CREDIT: u128 = 0x8000_0000;
const COMMAND: u128 = 0x9000_0000;

/// The statements, in what both databases share but for `id[n]`, the id of a number, and `day[n]` and `time[n]`, so many
/// days and minutes after the beginning of 2024. `n` runs from 1.
const FILLED: &[(u32, &str)] = &[
    (
        80,
        "insert into region (id, parent_id, kind, name, version)
         select id[{COUNTY} + n], id[18], 'COUNTY', '县' || n, 1 from n",
    ),
    (80, "insert into region_closure (ancestor_id, descendant_id, depth) select id[{COUNTY} + n], id[{COUNTY} + n], 0 from n"),
    (80, "insert into region_closure (ancestor_id, descendant_id, depth) select id[18], id[{COUNTY} + n], 1 from n"),
    (80, "insert into region_closure (ancestor_id, descendant_id, depth) select id[17], id[{COUNTY} + n], 2 from n"),
    (
        800,
        "insert into agency (id, region_id, kind, name, name_key, active, version)
         select id[{AGENCY} + n], id[{COUNTY} + 1 + n % 80], 'DEPARTMENT', '局' || n, 'ju' || n, n % 50 > 0, 1 from n",
    ),
    (
        800,
        "insert into post (id, agency_id, title, role, version)
         select id[{AGENCY} + n], id[{AGENCY} + n], '专员', case n % 10 when 0 then 'LEADER' else 'SPECIALIST' end, 1 from n",
    ),
    (
        4_000,
        "insert into officer (id, post_id, name, name_key, phone_erased, email_erased, active, version)
         select id[{OFFICER} + n], id[{AGENCY} + 1 + n % 800], '王' || n, 'wang' || n, false, false,
            n <= 400 or n % 20 > 0, 1 from n",
    ),
    (
        10_000,
        "insert into enterprise (id, name, name_key, credit_code, version)
         select id[{ENTERPRISE} + n], '企业' || n, 'qi' || n, '9114' || (10000000000000 + n), 1 from n",
    ),
    (
        10_000,
        "insert into project (id, version, name, track, lineage, phase_of, stage, standing, withdrawn_on,
            standing_changed_on, industry, chain, province_id, city_id, county_id, originating_agency_id,
            landing_specialist_id, leader_in_charge_id, agreed_investment_fen, planned_start, planned_start_precision,
            planned_start_raw, planned_production, planned_production_precision, planned_production_raw, name_key,
            shown_stage, shown_standing, shown_investment_fen, created_at, updated_at)
         select id[{PROJECT} + n], 4, '项目' || n, case n % 10 when 3 then 'LEASED' when 6 then 'UPGRADE' else 'NEW_BUILD' end,
            case when n % 50 = 0 then 'UMBRELLA' when n % 50 < 3 then 'PHASE' else 'SINGLE' end,
            case when n % 50 between 1 and 2 then id[{PROJECT} + n - n % 50] end,
            case n % 4 when 0 then 'LEAD' when 1 then 'SIGNED' when 2 then 'PERMITTING' else 'STARTED' end,
            case n % 10 when 0 then 'WITHDRAWN' else 'ACTIVE' end,
            case n % 10 when 0 then day[n % 300] end, case n % 10 when 0 then day[n % 300] end,
            case when n % 5 > 0 then '14' || (10 + n % 90) end, case when n % 3 > 0 then '链' || (n % 12) end,
            id[17], id[18], id[{COUNTY} + 1 + n % 80],
            case when n % 2 = 0 then id[{AGENCY} + 1 + n % 800] end, id[{OFFICER} + 1 + n % 400],
            case when n % 4 = 0 then id[{OFFICER} + 1 + n % 40] end,
            case when n % 5 > 0 then n * 7919 % 10000 * 10000000000 end,
            case when n % 3 > 0 then day[n % 700] end, case when n % 3 > 0 then 'DAY' end, case when n % 3 > 0 then '' end,
            case when n % 2 > 0 then day[n % 900] end, case when n % 2 > 0 then 'DAY' end, case when n % 2 > 0 then '' end,
            substr('qingyinxichongchang', 1 + n % 15, 6) || n, case n % 4 when 0 then 1 else n % 4 + 2 end,
            case n % 10 when 0 then 'WITHDRAWN' else 'ACTIVE' end,
            case when n % 5 > 0 then n * 7919 % 10000 * 10000000000 end, time[n * 40], time[n * 7919 % 500000]
         from n",
    ),
    (
        15_000,
        "insert into project_label (project_id, label)
         select id[{PROJECT} + 1 + n % 10000], case when n > 10000 then '省重点' else '标签' || (n % 20) end from n",
    ),
    // Tails of a name of characters, of its pinyin, and of its number.
    (
        100_000,
        "insert into project_term (term, project_id)
         select case n % 10
                when 0 then substr('庆阳银川西安重庆', 1 + k % 4 * 2, 2) || '数据' || k
                when 1 then substr('阳川安庆', 1 + k % 4, 1) || '数据' || k
                when 2 then '数据' || k
                when 3 then '据' || k
                when 4 then substr('qingyinxichong', 1 + k % 11, 4) || 'shuju' || k
                when 5 then substr('qyyyxacq', 1 + k % 4 * 2, 2) || 'sj' || k
                when 6 then 'sj' || k
                else (n % 10) || '-' || k end,
            id[{PROJECT} + k]
         from (select n, (n - 1) / 10 + 1 as k from n) as numbered order by 1",
    ),
    (
        20_000,
        "insert into step (id, project_id, kind, stage, responsible_id, responsible_since, first_receiver_id, opened_on,
            closed_on, close_reason, open_guard)
         select id[{STEP} + n], id[{PROJECT} + 1 + n % 10000], 'STAGE_VISIT',
            case n % 4 when 0 then 'LEAD' when 1 then 'SIGNED' when 2 then 'PERMITTING' else 'STARTED' end,
            id[{OFFICER} + 1 + n % 399], day[n % 700], id[{OFFICER} + 1 + n % 399], day[n % 700],
            case when n > 10000 then day[n % 700] end, case when n > 10000 then 'DONE' end,
            case when n > 10000 then null else true end
         from n",
    ),
    (
        20_000,
        "insert into step (id, project_id, kind, permit_id, responsible_id, responsible_since, first_receiver_id, opened_on,
            closed_on, close_reason, open_guard)
         select id[{STEP} + 20000 + n], id[{PROJECT} + 1 + n % 10000], 'PERMIT', id[{PERMIT} + n],
            id[{OFFICER} + 1 + n % 399], day[n % 700], id[{OFFICER} + 1 + n % 399], day[n % 700],
            case when n % 2 = 0 then day[n % 700] end, case when n % 2 = 0 then 'DONE' end,
            case when n % 2 = 0 then null else true end
         from n",
    ),
    (
        10_000,
        "insert into step_helper (step_id, officer_id, role, project_id, since, until)
         select id[{STEP} + n], id[{OFFICER} + 1 + n % 398], case n % 2 when 0 then 'ASSISTING' else 'SUPERVISING' end,
            id[{PROJECT} + 1 + n % 10000], day[n % 700], case when n % 3 = 0 then day[700] end
         from n",
    ),
    (
        20_000,
        "insert into permit (id, project_id, step_id, type_code, free_name, level, phase, agency_id, preparation,
            preparation_turn, status, decided_on)
         select id[{PERMIT} + n], id[{PROJECT} + 1 + n % 10000], id[{STEP} + 20000 + n],
            case when n % 10 > 0 then 'type' || (n % 40) end, case when n % 10 = 0 then '手续' end,
            case n % 11 when 0 then 'PROVINCIAL' when 1 then 'CITY' when 2 then 'CITY' else 'COUNTY' end,
            case n % 7 when 0 then 'BEFORE_PRODUCTION' when 1 then 'AFTER' else 'BEFORE_START' end,
            case when n % 3 > 0 then id[{AGENCY} + 1 + n % 799] end, 'PREPARING', 'OFFICE',
            case n % 9 when 0 then 'PREPARING' when 1 then 'IN_CASE' when 2 then 'REFUSED' else 'GRANTED' end,
            case when n % 9 > 1 then day[n % 701] end
         from n",
    ),
    (
        10_000,
        "insert into project_outlook (project_id, version, revision, undecided, missing, outdated)
         select id[{PROJECT} + n], 4, 'any', n % 3, n % 20, n % 500 = 0 from n",
    ),
    (
        4_000,
        "insert into fileable_permit (id, project_id, agreed_on)
         select id[{PERMIT} + n * 5], id[{PROJECT} + 1 + n * 5 % 10000], case when n % 3 > 0 then day[n % 700] end from n",
    ),
    (
        5_000,
        "insert into credit (id, project_id, agency_id, role, share_bp, since)
         select id[{CREDIT} + n], id[{PROJECT} + n], id[{AGENCY} + 1 + n % 797], 'HOSTING', 5000, day[0] from n",
    ),
    (
        30_000,
        "insert into history (project_id, sequence, event_type, event_version, command_id, command, actor_id, occurred_on,
            recorded_at, canonical, previous_hash, hash)
         select id[{PROJECT} + (n - 1) % 10000 + 1], (n - 1) / 10000 + 1,
            case (n - 1) / 10000 when 0 then 'PROJECT_REGISTERED' else 'PERMIT_ADDED' end, 1, id[{COMMAND} + n],
            case (n - 1) / 10000 when 0 then 'REGISTER' else 'ADD_PERMIT' end, id[{OFFICER} + 1 + n % 400], day[n % 700],
            time[n * 7], '', substr('{HASH}', 1, 64), substr('{HASH}', 1, 64)
         from n",
    ),
    (
        20_000,
        "insert into registry_term (kind, term, object_id)
         select 'ENTERPRISE', substr('庆阳银川西安重庆', 1 + n % 4 * 2, 2) || n, id[{ENTERPRISE} + 1 + n % 10000] from n",
    ),
    (4_000, "insert into registry_term (kind, term, object_id) select 'OFFICER', 'wang' || n, id[{OFFICER} + n] from n"),
    (800, "insert into registry_term (kind, term, object_id) select 'AGENCY', 'ju' || n, id[{AGENCY} + n] from n"),
];

/// What SQLite says in other words.
const FUNCTIONS: [&str; 3] = [
    "create function id_of(n bigint) returns uuid immutable
     return cast(lpad(to_hex(n), 32, '0') as uuid)",
    "create function day_of(n bigint) returns date immutable return date '2024-01-01' + cast(n as integer)",
    "create function time_of(n bigint) returns timestamptz immutable
     return timestamptz '2024-01-01 00:00:00Z' + n * interval '1 minute'",
];

/// The database with a crowd in it.
pub(super) async fn filled(db: &Db) {
    settle(db).await;
    if !is_sqlite(db) {
        for function in FUNCTIONS {
            run(db, function).await;
        }
    }
    for (count, sql) in FILLED {
        let sql = format!(
            "with recursive n (n) as (select 1 union all select n + 1 from n where n < {count}) {}",
            spelled(db, sql)
        );
        run(db, &sql).await;
    }
    analyze(db).await;
}

/// Tells PostgreSQL how its values are spread, as it finds out by itself before long. SQLite is told by the
/// test, once it was tried without.
async fn analyze(db: &Db) {
    if !is_sqlite(db) {
        run(db, "vacuum analyze").await;
    }
}

async fn run(db: &Db, sql: &str) {
    let done = db.execute_now(BuiltStmt::new("FILL", sql.to_owned()), params![]).await;
    done.unwrap_or_else(|error| panic!("{error:?}: {sql}"));
}

/// The statement as this database takes it.
fn spelled(db: &Db, sql: &str) -> String {
    let bases = [
        ("{PROJECT}", PROJECT),
        ("{STEP}", STEP),
        ("{PERMIT}", PERMIT),
        ("{OFFICER}", OFFICER),
        ("{AGENCY}", AGENCY),
        ("{ENTERPRISE}", ENTERPRISE),
        ("{COUNTY}", COUNTY),
        ("{CREDIT}", CREDIT),
        ("{COMMAND}", COMMAND),
    ];
    let sql = bases.iter().fold(sql.to_owned(), |sql, (name, base)| sql.replace(name, &base.to_string()));
    let sql = sql.replace("{HASH}", &"0".repeat(64));
    let words = if is_sqlite(db) {
        [
            ("id[", "unhex(printf('%032x', "),
            ("day[", "date('2024-01-01', printf('%d days', "),
            ("time[", "strftime('%Y-%m-%dT%H:%M:00.000000Z', '2024-01-01', printf('%d minutes', "),
            ("]", "))"),
        ]
    } else {
        [("id[", "id_of("), ("day[", "day_of("), ("time[", "time_of("), ("]", ")")]
    };
    words.iter().fold(sql, |sql, (word, spelled)| sql.replace(word, spelled))
}
