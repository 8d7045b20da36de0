// Runs every public GraphQL-over-HTTP audit (MUST, SHOULD and MAY) against a service:
//   node audit.mjs http://127.0.0.1:8080/graphql TOKEN
// Prints `61 ok`, or the audits that failed as JSON and exits with 1.
import { serverAudits } from "graphql-http";

const EXPECTED = 61;
const [url, token] = process.argv.slice(2);
if (!url || !token) {
  console.error("usage: node audit.mjs URL TOKEN");
  process.exit(2);
}

const fetchFn = (target, init = {}) =>
  fetch(target, { ...init, headers: { ...init.headers, authorization: `Bearer ${token}` } });

const failed = [];
let ok = 0;
for (const audit of serverAudits({ url, fetchFn })) {
  const result = await audit.fn();
  if (result.status === "ok") {
    ok += 1;
  } else {
    const { id, name, status, reason, response } = result;
    failed.push({ id, name, status, reason, answered: response?.status });
  }
}
if (failed.length > 0 || ok !== EXPECTED) {
  console.log(JSON.stringify({ ok, expected: EXPECTED, failed }, null, 2));
  process.exit(1);
}
console.log(`${ok} ok`);
