#!/usr/bin/env bash
# graphile_worker 0.14.1 (graphile_worker_database 0.1.8, driver tokio-postgres 0.7) keeps the SQLSTATE of a server's error and
# drops the server's words: its DbError holds the text of tokio_postgres::Error, which is "db error", and not the source below it.
#
# Guess: the error of WorkerUtils::migrate for a role without CREATE names the database, as psql does.
# Seen on 2026-11-28, Rust 1.95, PostgreSQL 15.18 of Debian:
#     psql:     ERROR:  permission denied for database queue
#     migrate:  ... db error ... (no "permission denied" anywhere in the error and its sources), code Some("42501")
#
# Needs: cargo, PostgreSQL's initdb and postgres (Debian: postgresql). Ends with 1 if the words are there.
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
psql=(psql -h "$work" -p 5499 -v ON_ERROR_STOP=1 -q)
"${psql[@]}" -U owner -d postgres -c "CREATE ROLE guest LOGIN" -c "CREATE DATABASE queue"

said=$("${psql[@]}" -U guest -d queue -c "CREATE SCHEMA jobs" 2>&1 || true)
echo "psql: $said"
[[ "$said" == *"permission denied for database queue"* ]]

mkdir -p "$work/probe/src"
cat >"$work/probe/Cargo.toml" <<'TOML'
[package]
name = "probe"
version = "0.1.0"
edition = "2021"

[dependencies]
graphile_worker = { version = "=0.14.1", default-features = false, features = ["driver-tokio-postgres"] }
graphile_worker_database = "=0.1.8"
deadpool-postgres = "0.14"
tokio = { version = "1", features = ["macros", "rt-multi-thread"] }
tokio-postgres = "0.7"
TOML
cat >"$work/probe/src/main.rs" <<'RUST'
use std::error::Error;

#[tokio::main]
async fn main() {
    let mut config = tokio_postgres::Config::new();
    config.host_path(std::env::var("SOCKET").unwrap()).port(5499).user("guest").dbname("queue");
    let manager = deadpool_postgres::Manager::new(config, tokio_postgres::NoTls);
    let pool = deadpool_postgres::Pool::builder(manager).build().unwrap();
    let queue = graphile_worker::WorkerUtils::new(pool, "jobs");
    let error = queue.migrate().await.expect_err("guest may create nothing");
    let mut cause: Option<&(dyn Error + 'static)> = Some(&error);
    while let Some(error) = cause {
        let code = error.downcast_ref::<graphile_worker::DbError>().and_then(|error| error.code());
        println!("{error} {code:?}");
        cause = error.source();
    }
}
RUST
chmod 755 "$work"
answer=$(cd "$work/probe" && SOCKET=$work cargo run -q 2>&1)
echo "migrate: $answer"
[[ "$answer" == *"42501"* ]] || { echo "changed: no SQLSTATE"; exit 1; }
[[ "$answer" == *"db error"* ]] || { echo "changed: another text"; exit 1; }
if [[ "$answer" == *"permission denied"* ]]; then
    echo "changed: the server's words are there"
    exit 1
fi
echo "as seen: the SQLSTATE is there, the server's words are not"
