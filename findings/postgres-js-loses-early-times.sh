#!/usr/bin/env bash
# postgres 3.4.9 (postgres.js) hands a timestamp's text to JavaScript's Date. In a session of Asia/Shanghai the server writes the
# offset of times before 1901 with seconds, +08:05:43, which Date does not know: the value is an Invalid Date, and null in JSON. A
# timestamp without a zone of the first century is taken for one of our time, since Date reads "0001-01-01 00:00:00" as 2001.
#
# Guess: 0001-01-01, which many schemas store for "no beginning", reads as that instant, as in pg 8.23.1 (node-postgres).
# Seen on 2026-11-28, Node 20, PostgreSQL 15.18, TZ=UTC: null and 2001-01-01T00:00:00.000Z; pg reads 0001-01-01T00:00:00.000Z twice.
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
answer=$(TZ=UTC node - "$work" <<'JAVASCRIPT'
const postgres = require("postgres"), { Client } = require("pg");
const host = process.argv[2], database = "postgres", zone = "Asia/Shanghai";
const question = "SELECT timestamptz '0001-01-01 00:00:00+00' AS instant, timestamp '0001-01-01' AS clock";
(async () => {
    const one = postgres({
        host, port: 5499, path: `${host}/.s.PGSQL.5499`, username: "owner", database, connection: { TimeZone: zone },
    });
    console.log("postgres.js: " + JSON.stringify((await one.unsafe(question))[0]));
    const two = new Client({ host, port: 5499, user: "owner", database, options: `-c TimeZone=${zone}` });
    await two.connect();
    console.log("pg: " + JSON.stringify((await two.query(question)).rows[0]));
    await Promise.all([one.end(), two.end()]);
})();
JAVASCRIPT
)
echo "$answer"
wanted='postgres.js: {"instant":null,"clock":"2001-01-01T00:00:00.000Z"}
pg: {"instant":"0001-01-01T00:00:00.000Z","clock":"0001-01-01T00:00:00.000Z"}'
[[ "$answer" == "$wanted" ]] || { echo "changed"; exit 1; }
echo "as seen: postgres.js loses the first beginning"
