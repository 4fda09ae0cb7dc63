// Takes Firstbell's events: node receiver.mjs https://keycloak.example/realms/school my-lms 8081 events.log
import { appendFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRemoteJWKSet, errors, jwtVerify } from "jose";

const [issuer, audience, port, log] = process.argv.slice(2);
const keys = createRemoteJWKSet(new URL(`${issuer}/protocol/openid-connect/certs`));
const taken = new Set(); // In place of a database. There, the jti goes in with what follows from the event, or not at all.

async function take(token) {
  const { payload } = await jwtVerify(token, keys, {
    issuer, audience, typ: "secevent+jwt", algorithms: ["RS256", "ES256"], maxTokenAge: "4 days", clockTolerance: 60,
    requiredClaims: ["jti", "sub_id", "events"],
  });
  if (!taken.has(payload.jti)) {
    appendFileSync(log, `${payload.jti} ${payload.sub_id.sub} ${JSON.stringify(payload.events)}\n`);
    taken.add(payload.jti);
  }
}

function answerTo(error) {
  if (!(error instanceof errors.JOSEError) || error.code.startsWith("ERR_JWKS")) {
    return [503]; // The keys cannot be had, or this one not yet: it is sent again.
  }
  const err = { iss: "invalid_issuer", aud: "invalid_audience" }[error.claim] ?? "invalid_request";
  return [400, JSON.stringify({ err, description: error.message })];
}

createServer(async (request, response) => {
  let token = "";
  for await (const chunk of request) token = (token + chunk).slice(0, 65536);
  const [status, body = ""] = await take(token).then(() => [202], answerTo);
  response.writeHead(status, { "Content-Type": "application/json" }).end(body);
}).listen(Number(port), "localhost");
