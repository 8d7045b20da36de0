// A real OpenID Connect provider on loopback, which knows this service and believes everybody's name:
//   node provider.mjs PORT SERVICE SECONDS
// SERVICE is where browsers find the service; the provider's clock goes ahead by SECONDS, or behind. Says `ready`, and ends
// when nobody holds its standard input any more.
import { generateKeyPairSync } from "node:crypto";

const [port, service, seconds] = process.argv.slice(2);
const now = Date.now;
Date.now = () => now() + Number(seconds) * 1000;

const { default: Provider } = await import("oidc-provider");

const key = (kid, kind, options, alg) => {
  const { privateKey } = generateKeyPairSync(kind, options);
  return { ...privateKey.export({ format: "jwk" }), kid, alg, use: "sig" };
};
const client = (id, more) => ({
  client_id: id,
  client_secret: "a-secret-between-the-two-of-them",
  redirect_uris: [`${service}/session/oidc/callback`],
  post_logout_redirect_uris: [`${service}/`],
  ...more,
});
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    client("luodi"),
    client("luodi-es256", { id_token_signed_response_alg: "ES256", token_endpoint_auth_method: "client_secret_post" }),
    client("luodi-hs256", { id_token_signed_response_alg: "HS256" }),
    client("luodi-public", { client_secret: undefined, token_endpoint_auth_method: "none" }),
  ],
  cookies: { keys: ["of no other provider"] },
  enabledJWA: { idTokenSigningAlgValues: ["RS256", "ES256", "HS256"] },
  jwks: {
    keys: [key("one", "rsa", { modulusLength: 2048 }, "RS256"), key("two", "ec", { namedCurve: "P-256" }, "ES256")],
  },
  pkce: { required: () => true },
});
provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
process.stdin.on("end", () => process.exit(0)).resume();
