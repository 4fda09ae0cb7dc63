"""Takes Firstbell's events: python3 receiver.py https://keycloak.example/realms/school my-lms 8081 events.db"""
import http.server
import json
import sqlite3
import sys
import jwt  # PyJWT, with cryptography

issuer, client_id, port, database = sys.argv[1:]
keys = jwt.PyJWKClient(issuer + "/protocol/openid-connect/certs")
db = sqlite3.connect(database)
db.execute("CREATE TABLE IF NOT EXISTS taken (jti TEXT PRIMARY KEY, subject TEXT, events TEXT)")


def take(token):
    if jwt.get_unverified_header(token).get("typ") != "secevent+jwt":
        raise jwt.InvalidTokenError("no security event token")
    claims = jwt.decode(token, keys.get_signing_key_from_jwt(token).key, ["RS256", "ES256"], issuer=issuer,
                        audience=client_id, leeway=60, options={"require": ["iat", "jti", "sub_id", "events"]})
    with db:  # One transaction. What follows from the event belongs into it, if the jti is new.
        db.execute("INSERT OR IGNORE INTO taken VALUES (?, ?, ?)",
                   (claims["jti"], claims["sub_id"]["sub"], json.dumps(claims["events"])))


class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        status, error = 202, None
        try:
            take(self.rfile.read(min(int(self.headers["Content-Length"]), 65536)).decode("ascii"))
        except jwt.PyJWKClientError:
            status = 503  # The keys cannot be had, or this one not yet: it is sent again.
        except (jwt.InvalidTokenError, TypeError, ValueError) as invalid:
            errors = {jwt.InvalidIssuerError: "invalid_issuer", jwt.InvalidAudienceError: "invalid_audience"}
            status, error = 400, {"err": errors.get(type(invalid), "invalid_request"), "description": str(invalid)}
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(error).encode() if error else b"")


http.server.HTTPServer(("localhost", int(port)), Receiver).serve_forever()
