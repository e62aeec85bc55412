//! The sandbox in a process of its own: this binary, started again.

use std::{
    env,
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

use coupon_sandbox::{Mix, Sandbox, Settings};

/// The argument that makes this binary a server; the number of 兑货券 follows.
pub(crate) const SERVE: &str = "--serve-sandbox";

/// A running sandbox; it ends with this value.
pub(crate) struct Server {
    child: Child,
    /// What its accounts take: see `coupon_sandbox::Access`.
    pub(crate) access: serde_json::Value,
}

impl Server {
    pub(crate) fn start(coupons: usize) -> Self {
        let mut command = Command::new(env::current_exe().unwrap());
        command.args([SERVE, &coupons.to_string()]).stdout(Stdio::piped());
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

impl Drop for Server {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _reaped = self.child.wait();
    }
}

/// Serves until it is killed. Nothing but 兑货券 with one product each, so that coupons and rows are one number.
pub(crate) fn serve(coupons: usize) {
    let mix = Mix { vouchers: 0, goods: 1, qmai: 0 };
    let sandbox = Sandbox::new(Settings {
        coupons,
        mix,
        most_products: 1,
        gzip: false,
        ..Settings::default()
    });
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base_url = format!("http://{}", listener.local_addr().unwrap());
        println!("{}", serde_json::to_string(&sandbox.access(&base_url)).unwrap());
        sandbox.serve(listener).await.unwrap();
    });
}
