#!/usr/bin/env bash
# pg8000 1.31.6 answers each later question with the answer to the one before it, once a value could not be converted: it raises in
# the middle of reading the server's messages and leaves the rest of them in the connection.
#
# Guess: after the error the connection answers the next question, or is closed.
# Seen on 2026-11-28, Python 3.11, PostgreSQL 15.18: time '24:00' raises ValueError, since Python has no such time; then the question
# 'b' answers nothing and the question 'c' answers 'b'. psycopg 3.3.9 raises DataError and goes on rightly.
#
# Needs: python3 with venv, PostgreSQL's initdb and postgres (Debian: postgresql). Ends with 1 if the answers fit.
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
python3 -m venv venv
venv/bin/pip install -q pg8000==1.31.6 'psycopg[binary]==3.3.9'
venv/bin/python - "$work" <<'PYTHON'
import sys

import pg8000.native, psycopg

folder = sys.argv[1]
theirs = pg8000.native.Connection("owner", database="postgres", unix_sock=f"{folder}/.s.PGSQL.5499")
others = psycopg.connect(f"host={folder} port=5499 user=owner dbname=postgres", autocommit=True)


def answers(ask):
    found = []
    for question in ("SELECT time '24:00'", "SELECT 'b'", "SELECT 'c'"):
        try:
            found.append(ask(question))
        except (ValueError, psycopg.DataError) as error:
            found.append(type(error).__name__)
    return found


found = answers(theirs.run)
print(f"pg8000: {found}")
assert found == ["ValueError", None, [["b"]]], "changed: pg8000"
found = answers(lambda question: others.execute(question).fetchall())
print(f"psycopg: {found}")
assert found == ["DataError", [("b",)], [("c",)]], "changed: psycopg"
print("as seen: pg8000's answers are one behind")
PYTHON
