//! The sandbox that this program serves: on its own when nothing is configured, and for `coupon sandbox`.

use std::{
    collections::BTreeMap,
    io,
    net::{Ipv4Addr, SocketAddr},
    path::Path,
};

use coupon_config::{AccountFile, Config};
use coupon_messages::Lang;
use coupon_sandbox::{Credentials, PUBLIC_ACCOUNT_IDS, Sandbox, SandboxConfig};
use coupon_sandbox_server::ServerConfig;
use tokio::{net::TcpListener, task::JoinHandle};

use crate::error::CliError;

/// A sandbox that ends with the program.
#[derive(Debug)]
pub(crate) struct EmbeddedSandbox {
    pub(crate) base_url: String,
    access: Credentials,
    /// Ends when the program does.
    server: JoinHandle<io::Result<()>>,
}

/// Starts it on a free port of this machine.
pub(crate) async fn start(lang: Lang) -> Result<EmbeddedSandbox, CliError> {
    let config = ServerConfig::default();
    serve(SandboxConfig::default(), config, (Ipv4Addr::LOCALHOST, 0).into(), lang).await
}

/// Starts a sandbox on an address of this machine; port 0 takes a free one.
pub(crate) async fn serve(
    settings: SandboxConfig,
    config: ServerConfig,
    address: SocketAddr,
    lang: Lang,
) -> Result<EmbeddedSandbox, CliError> {
    let cannot = |error| CliError::Setup(lang.unreadable_file(address, lang.io(&error)));
    let listener = TcpListener::bind(address).await.map_err(cannot)?;
    let mut address = listener.local_addr().map_err(cannot)?;
    if address.ip().is_unspecified() {
        // It listens on every address; this machine calls it by this one.
        address.set_ip(Ipv4Addr::LOCALHOST.into());
    }
    let base_url = format!("http://{address}");
    let sandbox = Sandbox::new(settings);
    let access = sandbox.access(&base_url);
    let server = tokio::spawn(coupon_sandbox_server::serve(sandbox, listener, config));
    Ok(EmbeddedSandbox { base_url, access, server })
}

impl EmbeddedSandbox {
    pub(crate) fn access(&self) -> &Credentials {
        &self.access
    }

    /// Its accounts as a configuration would have them.
    pub(crate) fn accounts(&self) -> BTreeMap<String, AccountFile> {
        let (path, text) = (Path::new("coupon.toml"), self.access.to_config(None));
        let config = Config::parse(path, &text, None, PUBLIC_ACCOUNT_IDS);
        config.expect("a test reads the sandbox's configuration").accounts
    }

    /// Waits until the server ends, which only an error makes it do.
    pub(crate) async fn ended(&mut self) -> io::Result<()> {
        (&mut self.server).await.map_err(io::Error::other)?
    }
}
