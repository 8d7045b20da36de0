# What examples/walkthrough.sh is written with. Sourced, not run; expects $url, $luodi, $state, $language and $token.
# shellcheck shell=bash disable=SC2154

say() { printf '%s\n' "$*"; }
step() { printf '\n\033[1m%s\033[0m\n' "$*"; }

# Values that outlive one run of the script: ids and tokens of the office.
keep() {
  local before='{}'
  [ -f "$state" ] && before=$(cat "$state")
  (umask 077; jq --arg k "$1" --arg v "$2" '.[$k] = $v' <<<"$before" >"$state.new")
  mv "$state.new" "$state"
}
kept() { jq -er --arg k "$1" '.[$k]' "$state"; }

# post_graphql QUERY VARIABLES-JSON: the whole answer.
post_graphql() {
  jq -n --arg query "$1" --argjson variables "$2" '{query: $query, variables: $variables}' |
    curl -sS --fail-with-body "$url/graphql" -H "authorization: Bearer $token" -H 'content-type: application/json' \
      -H "accept-language: $language" --data-binary @-
}

# query QUERY [jq --arg …]: the data; ends the script on an error.
query() {
  local text=$1 answer
  shift
  answer=$(post_graphql "$text" "$(jq -n "$@" '$ARGS.named')")
  if jq -e '.errors' >/dev/null <<<"$answer"; then
    printf 'walkthrough: %s\n' "$answer" >&2
    return 1
  fi
  jq .data <<<"$answer"
}

# call MUTATION INPUT SELECTION [jq --arg …]: the payload, refused or not. $names in the input are variables.
call() {
  local name=$1 input=$2 selection=$3 declared
  shift 3
  declared=$(jq -rn "$@" '$ARGS.named | to_entries | map("$\(.key): \(if .value | test("^[a-z]{3}_[0-9a-z]{26}$") then "ID!" else "String!" end)") | join(", ")')
  query "mutation${declared:+ ($declared)} { $name(input: $input) { errors { code path message } $selection } }" "$@" | jq ".$name"
}

# mutate …: like call, and ends the script when it was refused.
mutate() {
  local payload
  payload=$(call "$@")
  if [ "$(jq '.errors | length' <<<"$payload")" != 0 ]; then
    printf 'walkthrough: %s: %s\n' "$1" "$(jq -c .errors <<<"$payload")" >&2
    return 1
  fi
  printf '%s\n' "$payload"
}

# refused MUTATION INPUT [jq --arg …]: shows the refusal, and ends the script if there was none.
refused() {
  local name=$1 input=$2 payload
  shift 2
  payload=$(call "$name" "$input" '' "$@")
  if [ "$(jq '.errors | length' <<<"$payload")" = 0 ]; then
    printf 'walkthrough: %s was expected to be refused\n' "$name" >&2
    return 1
  fi
  jq -r '.errors[] | "  拒绝 / refused: \(.code): \(.message)"' <<<"$payload"
}

# found regions|agencies NAME: the id of the one of this name, or nothing.
found() {
  local list=$1 name=$2 after='' page id
  while :; do
    page=$(query "{ $list(first: 100$after) { nodes { id name } pageInfo { hasNextPage endCursor } } }")
    id=$(jq -r --arg list "$list" --arg name "$name" '[.[$list].nodes[] | select(.name == $name) | .id][0] // empty' <<<"$page")
    if [ -n "$id" ]; then printf '%s\n' "$id"; return; fi
    [ "$(jq --arg list "$list" '.[$list].pageInfo.hasNextPage' <<<"$page")" = true ] || return 0
    after=", after: $(jq --arg list "$list" '.[$list].pageInfo.endCursor' <<<"$page")"
  done
}

# Regions and agencies that are there already are used as they are.
region() {
  local codes='' parent='' there
  local variables=(--arg name "$3")
  there=$(found regions "$3")
  if [ -n "$there" ]; then printf '%s\n' "$there"; return; fi
  # A province lies in no other region.
  if [ -n "$1" ]; then parent='parentId: $parent,' variables+=(--arg parent "$1"); fi
  [ -n "${4:-}" ] && codes="codes: [{ code: \"$4\" }]"
  mutate createRegion "{ $parent kind: $2, name: \$name $codes }" 'region { id }' "${variables[@]}" | jq -r .region.id
}
agency() {
  local there
  there=$(found agencies "$3")
  if [ -n "$there" ]; then printf '%s\n' "$there"; return; fi
  mutate createAgency "{ regionId: \$region, kind: $2, name: \$name }" 'agency { id }' \
    --arg region "$1" --arg name "$3" | jq -r .agency.id
}
post() {
  mutate createPost "{ agencyId: \$agency, title: \$title, role: $3 }" 'post { id }' \
    --arg agency "$1" --arg title "$2" | jq -r .post.id
}
officer() {
  mutate createOfficer '{ postId: $post, name: $name }' 'officer { id }' --arg post "$1" --arg name "$2" | jq -r .officer.id
}
enterprise() { mutate createEnterprise '{ name: $name }' 'enterprise { id }' --arg name "$1" | jq -r .enterprise.id; }
make_token() { "$luodi" token create --officer "$1" --name walkthrough; }

advance() {
  mutate advanceProject "{ projectId: \$project, occurredOn: \"$1\" }" 'project { stage }' --arg project "$project" |
    jq -r --arg on "$1" '"  \($on) → \(.project.stage)"'
}
permit() {
  mutate addPermit "{ projectId: \$project, item: { typeCode: \"$1\" }, level: $2, phase: $3, agencyId: \$agency, occurredOn: \"$5\" }" \
    'permit { id }' --arg project "$project" --arg agency "$4" | jq -r .permit.id
}
step_of() { query 'query ($id: ID!) { node(id: $id) { ... on Permit { step { id } } } }' --arg id "$1" | jq -r .node.step.id; }

# open_case PERMIT DAY NUMBER [AGENCY]
open_case() {
  if [ -n "${4:-}" ]; then
    mutate openCase "{ permitId: \$permit, number: \"$3\", occurredOn: \"$2\", agencyId: \$agency }" 'case { id }' \
      --arg permit "$1" --arg agency "$4" | jq -r .case.id
  else
    mutate openCase "{ permitId: \$permit, number: \"$3\", occurredOn: \"$2\" }" 'case { id }' --arg permit "$1" | jq -r .case.id
  fi
}
# events CASE DAY KIND [DAY KIND …]
events() {
  local case=$1
  shift
  while [ $# -gt 0 ]; do
    mutate recordCaseEvent "{ caseId: \$case, event: { kind: $2 }, occurredOn: \"$1\" }" 'case { state }' --arg case "$case" |
      jq -r --arg on "$1" --arg kind "$2" '"    \($on) \($kind) → \(.case.state)"'
    shift 2
  done
}
# granted CASE DAY KIND DOCUMENT
granted() {
  mutate recordCaseEvent "{ caseId: \$case, event: { kind: $3 }, occurredOn: \"$2\", document: { number: \$number } }" \
    'case { state }' --arg case "$1" --arg number "$4" | jq -r --arg on "$2" --arg number "$4" '"    \($on) \(.case.state) \($number)"'
}
# hand_on CASE DAY LEG AGENCY DUE
hand_on() {
  mutate recordCaseEvent "{ caseId: \$case, event: { kind: HANDED_ON }, occurredOn: \"$2\", handover: { leg: $3, agencyId: \$agency, dueOn: \"$5\" } }" \
    'case { state }' --arg case "$1" --arg agency "$4" | jq -r --arg on "$2" --arg leg "$3" '"    \($on) 转 / handed on: \($leg)"'
}

# A fresh project code of 2022-09 in 640122 (GB/T 40058-2021), with its check digit (ISO/IEC 7064 MOD 11,10).
project_code() {
  local digits p=10 s i
  digits="22096401220401$(printf '%05d' $((RANDOM * 3 % 100000)))"
  for ((i = 0; i < 19; i++)); do
    s=$(((p + ${digits:i:1}) % 10))
    [ $s = 0 ] && s=10
    p=$((2 * s % 11))
  done
  digits+=$(((11 - p) % 10))
  printf '%s-%s-%s-%s-%s' "${digits:0:4}" "${digits:4:6}" "${digits:10:2}" "${digits:12:2}" "${digits:14:6}"
}

stage() { query 'query ($id: ID!) { project(by: { id: $id }) { stage } }' --arg id "$project" | jq -r .project.stage; }
gaps() {
  query 'query ($id: ID!) { project(by: { id: $id }) { permitGaps { permit { typeCode } stage since } } }' --arg id "$project" |
    jq -r '.project.permitGaps | if length == 0 then "  手续缺口已闭合 / no permit gaps" else .[] | "  手续缺口 / permit gap: \(.permit.typeCode), \(.stage) \(.since)" end'
}
show() {
  query 'query ($id: ID!) { project(by: { id: $id }) { id name stage version projectCode currentStep { responsible { name } } } }' \
    --arg id "$project" | jq -r '.project | "  \(.id) \(.name) [\(.stage)] v\(.version) 主办 \(.currentStep.responsible.name) \(.projectCode // "")"'
}
history() {
  local after=null page
  while :; do
    page=$(query "query (\$id: ID!) { project(by: { id: \$id }) { history(first: 100, after: $after) {
      nodes { sequence occurredOn actor { name } summary } pageInfo { hasNextPage endCursor } } } }" --arg id "$project")
    jq -r '.project.history.nodes[] | "  \(.sequence)\t\(.occurredOn) \(.actor.name // "system")\t\(.summary)"' <<<"$page"
    [ "$(jq .project.history.pageInfo.hasNextPage <<<"$page")" = true ] || break
    after=$(jq .project.history.pageInfo.endCursor <<<"$page")
  done
}
