//! The sandbox in a process of its own: this binary, started again.

use std::{
    env,
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

use axum::{Router, body::Bytes, routing::post};
use coupon_sandbox::{Sandbox, SandboxConfig, SeedSizes};
use tokio::net::TcpListener;

/// The argument that makes this binary a server; the number of 兑货券 follows.
pub(crate) const SERVE: &str = "--serve-sandbox";

/// The argument that makes it a server of nothing but bytes; their number follows.
pub(crate) const BARE: &str = "--serve-bare";

/// A running sandbox; it ends with this value.
pub(crate) struct Server {
    child: Child,
    /// Credentials of its accounts: see `coupon_sandbox::Credentials`.
    pub(crate) access: serde_json::Value,
}

impl Server {
    pub(crate) fn start(coupons: usize) -> Self {
        Self::start_as(SERVE, coupons)
    }

    /// Starts this binary as the server that `what` names, with a number for it.
    pub(crate) fn start_as(what: &str, number: usize) -> Self {
        let mut command = Command::new(env::current_exe().unwrap());
        command.args([what, &number.to_string()]).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { child, access: serde_json::from_str(&line).expect("it prints its access") }
    }

    /// A part of the Qince account: "openid", "app_key", "base_url".
    pub(crate) fn qince(&self, part: &str) -> String {
        self.access["qince"][part].as_str().unwrap().to_owned()
    }
}

impl Server {
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    /// Host and port.
    pub(crate) fn address(&self) -> String {
        self.qince("base_url").trim_start_matches("http://").to_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _reaped = self.child.wait();
    }
}

/// Serves until it is killed. Nothing but 兑货券 with one product each, so that coupons and rows are one number.
pub(crate) fn serve(coupons: usize) {
    let mix = SeedSizes { vouchers: 0, goods: 1, qmai: 0 };
    let sandbox = Sandbox::new(SandboxConfig {
        coupons,
        mix,
        most_products: 1,
        gzip: false,
        ..SandboxConfig::default()
    });
    listen(|listener, base_url| async move {
        println!("{}", serde_json::to_string(&sandbox.access(&base_url)).unwrap());
        coupon_sandbox_server::serve(sandbox, listener, Default::default()).await.unwrap();
    });
}

/// Answers every POST with that many bytes, without looking at it, until it is killed. Its address stands where that of a
/// sandbox does.
pub(crate) fn serve_bare(length: usize) {
    listen(|listener, base_url| async move {
        println!("{}", serde_json::json!({ "qince": { "base_url": base_url } }));
        let bytes = Bytes::from(vec![b'x'; length]);
        let handler = move |_: Bytes| std::future::ready(bytes.clone());
        axum::serve(listener, Router::new().route("/", post(handler))).await.unwrap();
    });
}

fn listen<F: Future<Output = ()>>(serve: impl FnOnce(TcpListener, String) -> F) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base_url = format!("http://{}", listener.local_addr().unwrap());
        serve(listener, base_url).await;
    });
}
