"""What schemathesis is told about this service: values of its scalars, ids that exist, and what counts as a fault.

The environment says LUODI_IDS, a JSON object of ids by what they begin with, and LUODI_TALLY, the file to which what came of
each request is added as a line: its status and the codes of its errors."""

import json
import os

import graphql
import schemathesis
from hypothesis import strategies as st
from schemathesis.graphql import nodes

IDS = json.loads(os.environ["LUODI_IDS"])
TALLY = open(os.environ["LUODI_TALLY"], "a", encoding="utf-8", buffering=1)

# Right and wrong ones: what a client sends is not always what it should be.
DATES = st.dates().map(str) | st.sampled_from(["2024-10-30", "2024-10-31", "2024-11-01", "0000-00-00", ""])
MOMENTS = st.datetimes().map(lambda at: at.isoformat() + "Z") | st.sampled_from(["2024-10-31T09:00:00+08:00", "now"])
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, places=2).map(str) | st.sampled_from(["1e999", "-0", "一"])
schemathesis.graphql.scalar("Date", DATES.map(nodes.String))
schemathesis.graphql.scalar("DateTime", MOMENTS.map(nodes.String))
schemathesis.graphql.scalar("Decimal", DECIMALS.map(nodes.String))


class RealIds(graphql.Visitor):
    """Puts ids that exist where an id stands: by chance nobody finds one."""

    def enter_object_field(self, node, *_):
        return renamed(node)

    def enter_argument(self, node, *_):
        return renamed(node)


def renamed(node):
    name = node.name.value
    if not name.lower().endswith(("id", "ids")) or not isinstance(node.value, graphql.StringValueNode):
        return None
    # As arbitrary as the text that was there, and the same each time.
    draw = sum(node.value.value.encode("utf-8", "surrogatepass"))
    known = IDS.get(name.removesuffix("Id").lower()) or [one for ids in IDS.values() for one in ids]
    if draw % 4 == 0:
        return None
    return type(node)(name=node.name, value=nodes.String(known[draw % len(known)]))


@schemathesis.hook
def map_body(context, body):
    if not isinstance(body, str):
        return body
    try:
        return graphql.print_ast(graphql.visit(graphql.parse(body), RealIds()))
    except graphql.GraphQLError:
        return body


@schemathesis.hook
def after_call(context, case, response):
    try:
        errors = response.json().get("errors") or []
        codes = [error.get("extensions", {}).get("code", "NONE") for error in errors]
    except (ValueError, AttributeError):
        codes = ["NOT_JSON"]
    print(json.dumps([response.status_code, codes]), file=TALLY)


@schemathesis.check
def no_fault(context, response, case):
    assert response.status_code < 500, f"{response.status_code} {response.text}"
    errors = response.json().get("errors") or []
    faults = [error for error in errors if error.get("extensions", {}).get("code") in (None, "INTERNAL")]
    assert not faults, faults
