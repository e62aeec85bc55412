#!/usr/bin/env bash
# postgres 3.4.9 (postgres.js) reads a null in an array as the text "NULL", and so the same as a member that is that text. The server
# marks the difference by quotes, which the client takes off before it looks.
#
# Guess: a null in a text[] is null, as in pg 8.23.1 (node-postgres) and as a null column is in postgres.js itself.
# Seen on 2026-11-28, Node 20, PostgreSQL 15.18: array['a', null, 'NULL'] reads as ["a","NULL","NULL"]; pg reads ["a",null,"NULL"].
#
# Needs: node, npm, PostgreSQL's initdb and postgres (Debian: postgresql). Ends with 1 if both agree.
set -euo pipefail

work=$(mktemp -d)
binaries=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -1 || true)
[[ -n "$binaries" ]] || binaries=$(dirname "$(command -v initdb)")
as=()
if ((EUID == 0)); then
    chown postgres "$work"
    as=(runuser -u postgres --)
fi
end() {
    "${as[@]}" "$binaries/pg_ctl" -D "$work/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$work"
}
trap end EXIT
"${as[@]}" "$binaries/initdb" -D "$work/data" -U owner -A trust --no-sync >/dev/null
"${as[@]}" "$binaries/pg_ctl" -D "$work/data" -w -o "-c listen_addresses= -k $work -p 5499" -l "$work/log" start >/dev/null
chmod 755 "$work"
cd "$work"
npm install --silent --no-audit --no-fund --prefix "$work" postgres@3.4.9 pg@8.23.1 >/dev/null
answer=$(node - "$work" <<'JAVASCRIPT'
const postgres = require("postgres"), { Client } = require("pg");
const host = process.argv[2], database = "postgres";
const question = "SELECT array['a', null, 'NULL']::text[] AS found, null::text AS nothing";
(async () => {
    const one = postgres({ host, port: 5499, path: `${host}/.s.PGSQL.5499`, username: "owner", database });
    console.log("postgres.js: " + JSON.stringify((await one.unsafe(question))[0]));
    const two = new Client({ host, port: 5499, user: "owner", database });
    await two.connect();
    console.log("pg: " + JSON.stringify((await two.query(question)).rows[0]));
    await Promise.all([one.end(), two.end()]);
})();
JAVASCRIPT
)
echo "$answer"
wanted='postgres.js: {"found":["a","NULL","NULL"],"nothing":null}
pg: {"found":["a",null,"NULL"],"nothing":null}'
[[ "$answer" == "$wanted" ]] || { echo "changed"; exit 1; }
echo "as seen: postgres.js has no null in an array"
