//! Runs the binary in an empty folder, against the sandbox or a server that answers as a test wants.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]
#![allow(dead_code, reason = "every test file uses a part of it")]
#![allow(unreachable_pub, reason = "a module of tests")]

pub mod bench;
pub mod bulk;
pub mod relay;

use std::{
    fs,
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::{Arc, Mutex},
    thread,
};

use coupon_sandbox::{Credentials, Sandbox, SandboxConfig};
use serde_json::Value;
use tempfile::TempDir;

/// An empty folder that is also the home.
pub struct Place {
    dir: TempDir,
}

/// The output of a run and its exit code.
#[derive(Debug)]
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Place {
    pub fn new() -> Self {
        Self { dir: TempDir::new().unwrap() }
    }

    /// With a configuration for that sandbox.
    pub fn of(served: &Served) -> Self {
        let place = Self::new();
        place.write("coupon.toml", &served.config());
        place
    }

    /// With one Qince account at that address; the credentials are canaries.
    pub fn at(address: SocketAddr) -> Self {
        let place = Self::new();
        place.write("key", &format!("{APP_KEY}\n"));
        place.write("openid", OPENID);
        place.write("coupon.toml", &qince_at(address));
        place
    }

    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, text).unwrap();
        path
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// The program, not yet started.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_coupon"));
        command.args(arguments).current_dir(self.dir.path()).stdin(Stdio::null());
        for name in ["LC_ALL", "LC_MESSAGES", "LANG", "XDG_CONFIG_HOME", "APPDATA"] {
            command.env_remove(name);
        }
        command.env("HOME", self.dir.path());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        ran(self.command(arguments).output().unwrap())
    }

    /// Runs what must end well.
    pub fn good(&self, arguments: &[&str]) -> Ran {
        let ran = self.run(arguments);
        assert_eq!(ran.code, Some(0), "{arguments:?}: {ran:?}");
        ran
    }

    /// Runs what must end well and print one JSON document.
    pub fn json(&self, arguments: &[&str]) -> Value {
        let ran = self.good(&[arguments, &["--output", "json"]].concat());
        serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {}", ran.out))
    }

    /// Every file of the folder, with its text.
    pub fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let entries = fs::read_dir(self.dir.path()).unwrap().map(|entry| entry.unwrap().path());
        entries
            .filter(|path| path.is_file())
            .map(|path| (path.clone(), fs::read(path).unwrap()))
            .collect()
    }
}

pub fn ran(output: Output) -> Ran {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

/// A sandbox on a port, for as long as the test runs.
pub struct Served {
    pub sandbox: Sandbox,
    pub address: SocketAddr,
}

impl Served {
    pub fn new(settings: SandboxConfig) -> Self {
        let sandbox = Sandbox::new(settings);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let serving = sandbox.clone();
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.unwrap().block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                coupon_sandbox_server::serve(serving, listener, Default::default()).await.unwrap();
            });
        });
        Self { sandbox, address }
    }

    pub fn access(&self) -> Credentials {
        self.sandbox.access(&format!("http://{}", self.address))
    }

    pub fn config(&self) -> String {
        let Credentials { qmai, qince } = self.access();
        format!(
            "[accounts.tea]\nvendor = \"qmai\"\nbase_url = {:?}\nopen_id = {:?}\ngrant_code = {:?}\nopen_key = {:?}\n\
             customers = {:?}\nrate = \"unlimited\"\n\
             [accounts.trade]\nvendor = \"qince\"\nbase_url = {:?}\nopenid = {:?}\napp_key = {:?}\nrate = \"unlimited\"\n",
            qmai.base_url,
            qmai.open_id,
            qmai.grant_code,
            qmai.open_key,
            qmai.customers,
            qince.base_url,
            qince.openid,
            qince.app_key
        )
    }
}

pub const OPENID: &str = "7700112233445566778";
pub const APP_KEY: &str = "canary-app-key-81d2";

/// One Qince account, its secrets in files.
pub fn qince_at(address: SocketAddr) -> String {
    format!(
        "[accounts.trade]\nvendor = \"qince\"\nbase_url = \"http://{address}\"\nopenid = {{ file = \"openid\" }}\n\
         app_key = {{ file = \"key\" }}\nrate = \"unlimited\"\n"
    )
}

/// A request as a [`Server`] saw it.
#[derive(Debug, Clone)]
pub struct Request {
    pub path: String,
    pub body: String,
}

impl Request {
    /// The msg_id, which a Qince answer echoes.
    pub fn msg_id(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }
}

/// A server that answers as it is told and remembers what it was asked.
pub struct Server {
    pub address: SocketAddr,
    asked: Arc<Mutex<Vec<Request>>>,
}

/// The treatment of a request.
pub enum Reply {
    /// Answer 200 with this text.
    Text(String),
    /// Answer with this status and text.
    Status(u16, String),
    /// Answer 200 with so many bytes.
    Bytes(usize),
    /// Answer 200 with half of this text, then close the connection.
    Cut(String),
    /// Close the connection without a word.
    Hang,
    /// Say nothing for this long.
    Wait(std::time::Duration),
}

impl Server {
    pub fn new(answer: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (seen, answer) = (Arc::clone(&asked), Arc::new(answer));
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (seen, answer) = (Arc::clone(&seen), Arc::clone(&answer));
                thread::spawn(move || converse(stream.unwrap(), &seen, &*answer));
            }
        });
        Self { address, asked }
    }

    pub fn asked(&self) -> Vec<Request> {
        self.asked.lock().unwrap().clone()
    }

    /// How often an operation was called.
    pub fn calls(&self, operation: &str) -> usize {
        self.asked().iter().filter(|request| request.path.contains(operation)).count()
    }
}

fn converse(mut stream: TcpStream, seen: &Mutex<Vec<Request>>, answer: &dyn Fn(&Request) -> Reply) {
    let Some(request) = read(&mut stream) else { return };
    seen.lock().unwrap().push(request.clone());
    let (status, body) = match answer(&request) {
        Reply::Text(text) => (200, text.into_bytes()),
        Reply::Status(status, text) => (status, text.into_bytes()),
        Reply::Bytes(length) => (200, vec![b' '; length]),
        Reply::Hang => return,
        Reply::Cut(text) => {
            let head = format!("HTTP/1.1 200 X\r\nContent-Length: {}\r\n\r\n", text.len());
            let half = &text.as_bytes()[..text.len() / 2];
            let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(half));
            return;
        }
        Reply::Wait(time) => {
            thread::sleep(time);
            return;
        }
    };
    let head = format!(
        "HTTP/1.1 {status} X\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    // The other side may have had enough of it.
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
}

fn read(stream: &mut TcpStream) -> Option<Request> {
    let (mut bytes, mut chunk) = (Vec::new(), [0; 4096]);
    loop {
        let read = stream.read(&mut chunk).ok().filter(|&read| read > 0)?;
        bytes.extend_from_slice(&chunk[..read]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let lower = head.to_lowercase();
        let length =
            lower.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
        if body.len() >= length.unwrap_or(0) {
            let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
            return Some(Request { path, body: body.to_owned() });
        }
    }
}

/// A successful Qince answer to a request.
pub fn done(request: &Request, data: &str) -> Reply {
    Reply::Text(format!(
        "{{\"return_code\":\"0\",\"return_msg\":null,\"msg_id\":\"{}\",\"response_data\":{data}}}",
        request.msg_id()
    ))
}

/// Rows that one SQL question finds in a ledger, as text.
pub fn rows(ledger: &Path, sql: &str) -> Vec<Vec<String>> {
    let database = rusqlite::Connection::open(ledger).unwrap();
    let mut statement = database.prepare(sql).unwrap();
    let columns = statement.column_count();
    let mut found = statement.query([]).unwrap();
    let mut rows = Vec::new();
    while let Some(row) = found.next().unwrap() {
        let value = |column| match row.get_ref(column).unwrap() {
            rusqlite::types::ValueRef::Text(text) => String::from_utf8(text.to_vec()).unwrap(),
            rusqlite::types::ValueRef::Integer(number) => number.to_string(),
            other => format!("{other:?}"),
        };
        rows.push((0..columns).map(value).collect());
    }
    rows
}
