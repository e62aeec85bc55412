//! The sandbox that stands in when nothing is configured.

use std::{
    collections::BTreeMap,
    io,
    net::{Ipv4Addr, SocketAddr},
};

use coupon_sandbox::{Credentials, Sandbox, SandboxConfig};
use serde::Deserialize;
use tokio::{net::TcpListener, task::JoinHandle};

use crate::{config::AccountFile, exit::Failure, text::Lang};

/// A sandbox that ends with the program.
#[derive(Debug)]
pub(crate) struct Builtin {
    pub(crate) base_url: String,
    access: Credentials,
    /// Ends when the program does.
    server: JoinHandle<io::Result<()>>,
}

/// Starts it on a free port of this machine.
pub(crate) async fn start(lang: Lang) -> Result<Builtin, Failure> {
    serve(SandboxConfig::default(), (Ipv4Addr::LOCALHOST, 0).into(), lang).await
}

/// Starts a sandbox on an address of this machine; port 0 takes a free one.
pub(crate) async fn serve(
    settings: SandboxConfig,
    address: SocketAddr,
    lang: Lang,
) -> Result<Builtin, Failure> {
    let cannot = |error| Failure::Setup(lang.unreadable_file(address, error));
    let listener = TcpListener::bind(address).await.map_err(cannot)?;
    let mut address = listener.local_addr().map_err(cannot)?;
    if address.ip().is_unspecified() {
        // It listens on every address; this machine calls it by this one.
        address.set_ip(Ipv4Addr::LOCALHOST.into());
    }
    let base_url = format!("http://{address}");
    let sandbox = Sandbox::new(settings);
    let access = sandbox.access(&base_url);
    Ok(Builtin {
        base_url,
        access,
        server: tokio::spawn(coupon_sandbox_server::serve(sandbox, listener)),
    })
}

impl Builtin {
    pub(crate) fn access(&self) -> &Credentials {
        &self.access
    }

    /// Its accounts as a configuration would have them.
    pub(crate) fn accounts(&self) -> BTreeMap<String, AccountFile> {
        #[derive(Deserialize)]
        struct File {
            accounts: BTreeMap<String, AccountFile>,
        }
        let file: File = toml::from_str(&self.config()).expect("a test reads what we write");
        file.accounts
    }

    /// A configuration file for it. The credentials are the sandbox's own and public.
    pub(crate) fn config(&self) -> String {
        let (qmai, qince) = (&self.access.qmai, &self.access.qince);
        format!(
            "# A sandbox's accounts; its credentials are public.\nstore = \"sqlite:coupons.db\"\n\n\
             [accounts.tea]\nvendor = \"qmai\"\nbase_url = {:?}\nopen_id = {:?}\ngrant_code = {:?}\nopen_key = {:?}\n\
             customers = {:?}\nrate = \"unlimited\"\n\n\
             [accounts.trade]\nvendor = \"qince\"\nbase_url = {:?}\nopenid = {:?}\napp_key = {:?}\nrate = \"unlimited\"\n",
            qmai.base_url,
            qmai.open_id,
            qmai.grant_code,
            qmai.open_key,
            qmai.customers,
            qince.base_url,
            qince.openid,
            qince.app_key,
        )
    }

    /// Waits until the server ends, which only an error makes it do.
    pub(crate) async fn ended(&mut self) -> io::Result<()> {
        (&mut self.server).await.map_err(io::Error::other)?
    }
}
