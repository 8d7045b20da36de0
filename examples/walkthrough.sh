#!/usr/bin/env bash
# The whole life of one project, against a running service: 思思食品航空系列食品加工项目 in 贺兰县 (640122), from lead to producing.
#
#   examples/walkthrough.sh          sets the office up if need be, then walks one project through its life
#   examples/walkthrough.sh setup    only sets the office up: regions, agencies, posts, officers, enterprises, tokens
#
# It talks GraphQL with curl and jq, as any client would. Where the service is comes from LUODI_URL, LUODI_BIN and LUODI_DATA (or
# LUODI_DATABASE_URL); `cargo xtask demo` leaves them in target/demo.env, which is read when they are not set. An empty database
# gets its office by `luodi init`; in one that has an office, LUODI_ADMINISTRATOR is the token of an administrator there.
# People and numbers are made up; the project and what happened when are from a county's public report of 2022.
set -euo pipefail
cd "$(dirname "$0")/.."
for tool in curl jq; do command -v "$tool" >/dev/null || { echo "walkthrough: needs $tool" >&2; exit 1; }; done

if [ -z "${LUODI_URL:-}" ] && [ -f target/demo.env ]; then set -a; . target/demo.env; set +a; fi
url=${LUODI_URL:-http://127.0.0.1:8080}
luodi=${LUODI_BIN:-target/release/luodi}
export LUODI_DATA=${LUODI_DATA:-luodi-data}
state=${LUODI_WALKTHROUGH_STATE:-$LUODI_DATA/walkthrough.json}
language=${LUODI_LANGUAGE:-zh}
administrator=${LUODI_ADMINISTRATOR:-}
# The script's own: luodi refuses settings it does not know.
unset LUODI_WALKTHROUGH_STATE LUODI_LANGUAGE LUODI_ADMINISTRATOR
. examples/lib.sh

if ! command -v "$luodi" >/dev/null; then
  say "walkthrough: 找不到 $luodi: 请先运行 cargo xtask demo 或 cargo build --release, 或以 LUODI_BIN 指明 / no $luodi: run \`cargo xtask demo\` or \`cargo build --release\` first, or say where it is with LUODI_BIN" >&2
  exit 1
fi
if ! curl -sSf -o /dev/null "$url/readyz"; then
  say "walkthrough: $url 没有应答: 请先运行 cargo xtask demo, 或以 LUODI_URL 指明 / no service at $url: run \`cargo xtask demo\` first, or say where it is with LUODI_URL" >&2
  exit 1
fi

setup() {
  if [ -f "$state" ]; then say "办公室已建立 / the office is set up already ($state)"; return; fi
  say "建立办公室 / setting an office up"
  local founded admin
  if [ -n "$administrator" ]; then
    admin=$administrator
    token=$admin
    province=$(region '' PROVINCE 宁夏回族自治区 640000)
  else
    if ! founded=$("$luodi" init --province 宁夏回族自治区 --province-code 640000 --agency 自治区招商落地办 --officer 管理员); then
      say "walkthrough: 如已有办公室, 请以 LUODI_ADMINISTRATOR 给出管理员令牌 / where there is an office, give an administrator's token as LUODI_ADMINISTRATOR" >&2
      exit 1
    fi
    province=$(awk '$1 == "region" {print $2}' <<<"$founded")
    admin=$(awk '$1 == "token" {print $2}' <<<"$founded")
    token=$admin
  fi

  city=$(region "$province" CITY 银川市 640100)
  county=$(region "$city" COUNTY 贺兰县 640122)
  park=$(region "$county" PARK 贺兰工业园区)

  keep province "$province"; keep city "$city"; keep county "$county"; keep park "$park"; keep admin "$admin"
  keep county_office "$(agency "$county" LANDING_OFFICE 贺兰县招商落地办)"
  keep county_approval "$(agency "$county" DEPARTMENT 贺兰县审批服务管理局)"
  keep county_land "$(agency "$county" DEPARTMENT 贺兰县自然资源局)"
  keep city_office "$(agency "$city" LANDING_OFFICE 银川市招商落地办)"
  keep city_land "$(agency "$city" DEPARTMENT 银川市自然资源局)"
  keep city_environment "$(agency "$city" DEPARTMENT 银川市生态环境局)"
  keep province_land "$(agency "$province" DEPARTMENT 自治区自然资源厅)"

  local desk head lead
  desk=$(post "$(kept county_office)" 落地专员 SPECIALIST)
  head=$(post "$(kept county_office)" 落地办主任 MANAGER)
  lead=$(post "$(kept city_office)" 分管副市长 LEADER)
  keep specialist "$(officer "$desk" 马晓燕)"
  keep successor "$(officer "$desk" 李建国)"
  keep manager "$(officer "$head" 王志强)"
  keep leader "$(officer "$lead" 张文华)"
  keep specialist_token "$(make_token "$(kept specialist)")"
  keep successor_token "$(make_token "$(kept successor)")"
  keep manager_token "$(make_token "$(kept manager)")"

  keep signatory "$(enterprise 福建思思食品有限公司)"
  keep company "$(enterprise 宁夏思思食品有限公司)"
  say "办公室建立完毕 / the office is set up"
}

walk() {
  local name='思思食品航空系列食品加工项目'
  token=$(kept specialist_token)

  step "登记线索 / a lead is registered, with a responsible officer from the first instant"
  project=$(mutate registerProject '{
    name: $name, aliases: ["思思食品"], track: NEW_BUILD, chain: "绿色食品", industry: "C14",
    place: { provinceId: $province, cityId: $city, countyId: $county, parkId: $park },
    originatingAgencyId: $office, landingSpecialistId: $specialist, leaderInChargeId: $leader,
    labels: ["闽宁协作"], agreedInvestment: "320000000.00",
    plannedStart: { code: "2022-09", raw: "2022年9月" }, plannedProduction: { code: "2023-H2", raw: "2023年下半年" },
    occurredOn: "2022-03-01" }' 'project { id }' \
    --arg name "$name" --arg province "$(kept province)" --arg city "$(kept city)" --arg county "$(kept county)" \
    --arg park "$(kept park)" --arg office "$(kept county_office)" --arg specialist "$(kept specialist)" \
    --arg leader "$(kept leader)" | jq -r .project.id)
  show

  step "在谈, 再签约: 没有协议就不能签约 / negotiation, then signing: refused without an agreement"
  advance 2022-04-10
  refused advanceProject '{ projectId: $project, occurredOn: "2022-08-18" }' --arg project "$project"
  mutate recordParty '{ projectId: $project, enterpriseId: $enterprise, role: SIGNATORY, since: "2022-04-10",
    contact: { name: "陈先生", phone: "13900000000" }, occurredOn: "2022-04-10" }' 'party { id }' \
    --arg project "$project" --arg enterprise "$(kept signatory)" >/dev/null
  mutate recordAgreement '{ projectId: $project, kind: CONTRACT, number: "贺招合〔2022〕18号", amount: "320000000.00",
    signedOn: "2022-08-18", event: "粤闽企业恳谈会", occurredOn: "2022-08-18" }' 'agreement { id }' --arg project "$project" >/dev/null
  advance 2022-08-18
  mutate recordParty '{ projectId: $project, enterpriseId: $enterprise, role: PROJECT_COMPANY, since: "2022-08-22", occurredOn: "2022-08-22" }' \
    'party { id }' --arg project "$project" --arg enterprise "$(kept company)" >/dev/null
  mutate recordMilestone '{ projectId: $project, kind: REGISTERED, occurredOn: "2022-08-22",
    evidence: [{ kind: DOCUMENT, reference: "营业执照" }] }' 'milestone { id }' --arg project "$project" >/dev/null

  step "手续办理: 省市县三级 / permits at three levels"
  filing=$(permit project_filing COUNTY BEFORE_START "$(kept county_approval)" 2022-08-19)
  land=$(permit farmland_conversion PROVINCIAL BEFORE_START "$(kept province_land)" 2022-08-19)
  eia=$(permit eia_form CITY BEFORE_START "$(kept city_environment)" 2022-08-19)
  planning=$(permit construction_planning_permit COUNTY BEFORE_START "$(kept county_land)" 2022-08-19)
  construction=$(permit construction_permit COUNTY BEFORE_START "$(kept county_approval)" 2022-08-19)
  pollution=$(permit pollutant_permit CITY BEFORE_PRODUCTION "$(kept city_environment)" 2022-08-19)
  food=$(permit food_production COUNTY BEFORE_PRODUCTION "$(kept county_approval)" 2022-08-19)
  advance 2022-08-20
  mutate updateProject '{ projectId: $project, projectCode: $code, occurredOn: "2022-08-23" }' 'project { id }' \
    --arg project "$project" --arg code "$(project_code)" >/dev/null

  say "  县级备案: 当天受理, 当天办结 / county filing, accepted and done in a day"
  case=$(open_case "$filing" 2022-08-23 "640122-BA-$RANDOM")
  events "$case" 2022-08-23 SUBMITTED 2022-08-23 ACCEPTED
  granted "$case" 2022-08-23 APPROVED "贺审服备〔2022〕101号"

  say "  省级农用地转用: 县初审, 市转报, 省决定 / provincial: county reviews, city forwards, province decides"
  case=$(open_case "$land" 2022-08-24 "640000-NZ-$RANDOM" "$(kept county_land)")
  events "$case" 2022-08-24 SUBMITTED 2022-08-25 ACCEPTED
  hand_on "$case" 2022-08-30 FORWARDING "$(kept city_land)" 2022-09-09
  hand_on "$case" 2022-09-07 DECISION "$(kept province_land)" 2022-10-12
  granted "$case" 2022-09-20 APPROVED "宁政土批字〔2022〕233号"

  say "  市级环评: 一次补正 / city EIA with one supplement"
  case=$(open_case "$eia" 2022-08-26 "640100-HP-$RANDOM")
  events "$case" 2022-08-26 SUBMITTED 2022-08-29 SUPPLEMENT_STARTED 2022-09-02 SUPPLEMENT_ENDED 2022-09-05 ACCEPTED
  refused recordCaseEvent '{ caseId: $case, event: { kind: SUPPLEMENT_ENDED }, occurredOn: "2022-09-06" }' --arg case "$case"
  granted "$case" 2022-09-21 GRANTED_ON_COMMITMENT "银环审表〔2022〕77号"

  step "专员调离, 全部环节一次移交 / the specialist leaves: every open step goes over at once, or none does"
  mutate assignOfficer '{ stepId: $step, officerId: $officer, role: ASSISTING, occurredOn: "2022-09-20" }' 'step { id }' \
    --arg step "$(step_of "$planning")" --arg officer "$(kept manager)" >/dev/null
  token=$(kept manager_token)
  mutate handOverOfficer '{ fromOfficerId: $from, toOfficerId: $to, occurredOn: "2022-09-22", reason: "岗位调整" }' \
    'toOfficer { name }' --arg from "$(kept specialist)" --arg to "$(kept successor)" >/dev/null
  query 'query ($id: ID!) { project(by: { id: $id }) { steps { openedOn closedOn responsible { name } firstReceiver { name } } } }' \
    --arg id "$project" | jq -r '.project.steps[] | select(.closedOn == null) | "  \(.openedOn) 主办 \(.responsible.name), 首接 \(.firstReceiver.name)"' | sort | uniq -c
  token=$(kept successor_token)

  step "开工: 缺手续被拒 / the start is refused while permits are missing"
  case=$(open_case "$planning" 2022-09-05 "640122-GH-$RANDOM")
  events "$case" 2022-09-05 SUBMITTED 2022-09-06 ACCEPTED
  granted "$case" 2022-09-19 APPROVED "建字第640122202200045号"
  refused advanceProject '{ projectId: $project, occurredOn: "2022-09-26" }' --arg project "$project"
  mutate recordMilestone '{ projectId: $project, kind: STARTED, works: FOUNDATION, occurredOn: "2022-09-26",
    evidence: [{ kind: PHOTO, reference: "一二三号车间地基.jpg", note: "一、二、三号车间已完成地基工程" }] }' 'milestone { id }' \
    --arg project "$project" >/dev/null
  refused advanceProject '{ projectId: $project, occurredOn: "2022-09-26" }' --arg project "$project"

  step "带缺口开工: 负责人凭会议纪要决定, 缺口一直可见 / started with gaps, on a leader's authority; the gap stays visible"
  token=$(kept manager_token)
  mutate advanceProject '{ projectId: $project, occurredOn: "2022-09-26", withGaps: true,
    reason: "施工许可并联办理中, 基础工程先行", authority: { officerId: $leader, instrument: MINUTES, number: "银政阅〔2022〕61号", on: "2022-09-23" } }' \
    'project { stage }' --arg project "$project" --arg leader "$(kept leader)" >/dev/null
  gaps
  token=$(kept successor_token)
  case=$(open_case "$construction" 2022-09-27 "640122-SG-$RANDOM")
  events "$case" 2022-09-27 SUBMITTED 2022-09-28 ACCEPTED 2022-09-28 IN_PROGRESS
  granted "$case" 2022-09-30 APPROVED "640122202209300101"
  gaps

  step "投产 / production"
  case=$(open_case "$pollution" 2023-06-01 "640100-PW-$RANDOM")
  events "$case" 2023-06-01 SUBMITTED 2023-06-02 ACCEPTED
  granted "$case" 2023-06-20 APPROVED "91640122MA76EXAMPLE001V"
  case=$(open_case "$food" 2023-08-01 "640122-SC-$RANDOM")
  events "$case" 2023-08-01 SUBMITTED 2023-08-02 ACCEPTED
  granted "$case" 2023-08-11 APPROVED "SC10764012200123"
  mutate recordMilestone '{ projectId: $project, kind: PRODUCING, occurredOn: "2023-09-15",
    evidence: [{ kind: INVOICE, reference: "首张销售发票" }] }' 'milestone { id }' --arg project "$project" >/dev/null
  advance 2023-09-15

  step "留痕 / the history"
  history
  show
  [ "$(stage)" = PRODUCING ] || { echo "walkthrough: the project did not reach PRODUCING" >&2; exit 1; }
}

case ${1:-all} in
  setup) setup ;;
  all) setup; walk ;;
  *) echo "usage: examples/walkthrough.sh [setup]" >&2; exit 2 ;;
esac
