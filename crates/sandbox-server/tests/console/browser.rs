//! A browser without a window, driven by the WebDriver protocol.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, ChildStdout, Command, Stdio},
    time::Duration,
};

use base64ct::{Base64, Encoding};
use serde_json::{Value, json};

/// The key under which the protocol names an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
/// A page that has not shown what was waited for by then never will.
const PATIENCE: Duration = Duration::from_secs(120);

/// One window, and the program that drives it.
pub struct Browser {
    driver: Child,
    /// Kept open: who writes where nobody reads is ended.
    _output: BufReader<ChildStdout>,
    client: reqwest::Client,
    session: String,
}

impl Browser {
    /// `None` if it is not installed.
    pub async fn open() -> Option<Self> {
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let mut output = BufReader::new(driver.stdout.take().unwrap());
        let port = listening(&mut output);
        let client = coupon_testkit::bare_http_client();
        let mut browser = Self {
            driver,
            _output: output,
            client,
            session: format!("http://127.0.0.1:{port}/session"),
        };
        let answer = browser.post("", wanted()).await;
        let id = answer["sessionId"].as_str().unwrap_or_else(|| panic!("no session: {answer}"));
        browser.session = format!("{}/{id}", browser.session);
        Some(browser)
    }

    pub async fn size(&self, width: u32, height: u32) {
        // The protocol sets the size of the window; this one sets what the page sees.
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500 });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    pub async fn dark(&self, dark: bool) {
        let value = if dark { "dark" } else { "light" };
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": value }] });
        self.devtools("Emulation.setEmulatedMedia", features).await;
    }

    pub async fn go(&self, url: &str) {
        self.post("/url", json!({ "url": url })).await;
    }

    /// The text that a reader sees.
    pub async fn text(&self, css: &str) -> String {
        let element = self.find(css).await;
        self.get(&format!("/element/{element}/text")).await.as_str().unwrap().to_owned()
    }

    pub async fn click(&self, css: &str) {
        let element = self.find(css).await;
        // As a reader would: not under the bar at the top.
        let script = "arguments[0].scrollIntoView({ block: 'center' })";
        let args = json!([{ ELEMENT: element }]);
        self.post("/execute/sync", json!({ "script": script, "args": args })).await;
        self.post(&format!("/element/{element}/click"), json!({})).await;
    }

    /// Replaces what stands in a field, by keyboard.
    pub async fn fill(&self, css: &str, text: &str) {
        let element = self.find(css).await;
        self.post(&format!("/element/{element}/clear"), json!({})).await;
        self.keys(css, text).await;
    }

    pub async fn keys(&self, css: &str, text: &str) {
        let element = self.find(css).await;
        self.post(&format!("/element/{element}/value"), json!({ "text": text })).await;
    }

    pub async fn run(&self, script: &str) -> Value {
        self.post("/execute/sync", json!({ "script": script, "args": [] })).await
    }

    pub async fn screenshot(&self) -> Vec<u8> {
        let whole = json!({ "captureBeyondViewport": false, "format": "png" });
        let shot = self.devtools("Page.captureScreenshot", whole).await;
        Base64::decode_vec(shot["data"].as_str().unwrap()).unwrap()
    }

    /// Errors and warnings that the browser noted since the last time.
    pub async fn complaints(&self) -> Vec<String> {
        let entries = self.post("/se/log", json!({ "type": "browser" })).await;
        entries.as_array().unwrap().iter().map(|entry| entry["message"].to_string()).collect()
    }

    /// Addresses that the browser asked for since the last time.
    pub async fn asked(&self) -> Vec<String> {
        let entries = self.post("/se/log", json!({ "type": "performance" })).await;
        let address = |entry: &Value| {
            let message: Value = serde_json::from_str(entry["message"].as_str()?).ok()?;
            let message = &message["message"];
            (message["method"] == "Network.requestWillBeSent")
                .then(|| message["params"]["request"]["url"].as_str().map(str::to_owned))?
        };
        entries.as_array().unwrap().iter().filter_map(address).collect()
    }

    /// Waits until it is there.
    async fn find(&self, css: &str) -> String {
        let found = tokio::time::timeout(PATIENCE, self.search(css)).await;
        found.unwrap_or_else(|_| panic!("no {css}"))
    }

    async fn search(&self, css: &str) -> String {
        loop {
            // An error, while one page gives way to the next, is as good as nothing found.
            let query = json!({ "using": "css selector", "value": css });
            let found = self.value(self.request("/elements", query)).await;
            if let Some(id) = found[0][ELEMENT].as_str() {
                return id.to_owned();
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn devtools(&self, command: &str, params: Value) -> Value {
        self.post("/goog/cdp/execute", json!({ "cmd": command, "params": params })).await
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        let value = self.value(self.request(path, body)).await;
        assert!(value.get("error").is_none(), "{path}: {value}");
        value
    }

    fn request(&self, path: &str, body: Value) -> reqwest::RequestBuilder {
        self.client.post(format!("{}{path}", self.session)).body(body.to_string())
    }

    async fn get(&self, path: &str) -> Value {
        self.value(self.client.get(format!("{}{path}", self.session))).await
    }

    async fn value(&self, request: reqwest::RequestBuilder) -> Value {
        let text = request.send().await.unwrap().text().await.unwrap();
        let mut answer: Value = serde_json::from_str(&text).unwrap();
        answer["value"].take()
    }

    /// Clicks what leads to another page, and waits until that is there.
    pub async fn follow(&self, css: &str) {
        self.leave().await;
        self.click(css).await;
        self.arrive().await;
    }

    /// Marks the page that is there.
    pub async fn leave(&self) {
        self.run("document.documentElement.dataset.left = 'yes'").await;
    }

    /// Waits for the next one.
    pub async fn arrive(&self) {
        self.find("html:not([data-left]) footer").await;
    }
}

impl Drop for Browser {
    /// Closes the window, also of a test that failed, and then the driver, which would leave it open.
    fn drop(&mut self) {
        let place = self.session.trim_start_matches("http://");
        let (host, path) = place.split_once('/').unwrap();
        let request =
            format!("DELETE /{path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
        let closed = TcpStream::connect(host).and_then(|mut stream| {
            stream.set_read_timeout(Some(PATIENCE))?;
            stream.write_all(request.as_bytes())?;
            stream.read_exact(&mut [0; 12]) // HTTP/1.1 200: by then it is closed
        });
        self.driver.kill().unwrap();
        self.driver.wait().unwrap();
        // A second failure on top of the first would hide it.
        assert!(closed.is_ok() || std::thread::panicking(), "the window stays open: {closed:?}");
    }
}

/// The port that the driver says it took.
fn listening(output: &mut impl BufRead) -> u16 {
    let mut line = String::new();
    while output.read_line(&mut line).unwrap() > 0 {
        if let Some((_, port)) = line.trim().rsplit_once("successfully on port ") {
            return port.trim_end_matches('.').parse().unwrap();
        }
        line.clear();
    }
    panic!("chromedriver did not say where it listens");
}

/// A reader of Chinese, in a browser that can reach nothing but this machine.
fn wanted() -> Value {
    json!({ "capabilities": { "alwaysMatch": {
        "goog:chromeOptions": {
            "args": [
                "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu",
                "--accept-lang=zh-CN", "--hide-scrollbars", "--no-first-run", "--disable-background-networking",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            ],
            "prefs": { "intl.accept_languages": "zh-CN,zh" },
        },
        "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
    } } })
}
