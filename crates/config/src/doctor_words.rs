//! The findings of the doctor in words, English and Chinese.

use std::net::IpAddr;

use coupon_domain::Error;
use jiff::SignedDuration;

use crate::doctor_line::DoctorGrade::{self, Bad, Good, Unknown, Warning};

/// A text in English and in Chinese.
type Both = (String, String);

/// One finding in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Words {
    pub(crate) grade: DoctorGrade,
    pub(crate) found: Both,
    pub(crate) advice: Option<Both>,
}

fn words(grade: DoctorGrade, en: impl Into<String>, zh: impl Into<String>) -> Words {
    Words { grade, found: (en.into(), zh.into()), advice: None }
}

impl Words {
    fn advise(self, en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self { advice: Some((en.into(), zh.into())), ..self }
    }

    pub(crate) fn through_proxy() -> Self {
        words(Good, "calls go through the proxy of the configuration", "调用经由配置中的代理")
    }

    pub(crate) fn no_proxy() -> Self {
        words(Good, "none: calls go straight to the vendor", "无：直接连接厂商")
    }

    pub(crate) fn ignored_proxy(names: &str) -> Self {
        let found = words(
            Warning,
            format!("the environment names a proxy ({names}), which is not used"),
            format!("环境变量（{names}）指定了代理，但不会使用"),
        );
        found.advise(
            "if the vendor is reached through it alone, write proxy = … into the account",
            "如必须经由代理，请在账户中写明 proxy = …",
        )
    }

    pub(crate) fn name_by_proxy(host: &str) -> Self {
        words(Unknown, format!("{host} is looked up by the proxy"), format!("{host} 由代理解析"))
    }

    pub(crate) fn name_known(host: &str, addresses: &str) -> Self {
        words(Good, format!("{host} is {addresses}"), format!("{host} 解析为 {addresses}"))
    }

    pub(crate) fn name_unknown(host: &str, why: &str, zh: &str) -> Self {
        let found =
            words(Bad, format!("{host} is not found: {why}"), format!("无法解析 {host}：{zh}"));
        found.advise(
            "check base_url, and the name servers of this machine; behind a proxy write proxy = … into the account",
            "请检查 base_url 与本机的 DNS；如须经由代理，请在账户中写明 proxy = …",
        )
    }

    pub(crate) fn connected(status: u16) -> Self {
        words(
            Good,
            format!("a request without a signature was answered (HTTP {status})"),
            format!("未签名的请求有应答（HTTP {status}）"),
        )
    }

    pub(crate) fn not_connected(why: &str, zh: &str) -> Self {
        let found = words(Bad, format!("no answer: {why}"), format!("没有应答：{zh}"));
        found.advise(
            "check the firewall and the proxy; for a certificate also the clock and the certificates of this system",
            "请检查防火墙与代理；如为证书问题，请检查本机时钟与系统证书",
        )
    }

    pub(crate) fn no_date() -> Self {
        words(Unknown, "the vendor tells no time", "厂商未给出时间")
    }

    pub(crate) fn clock_right(skew: SignedDuration) -> Self {
        let seconds = skew.as_secs().abs();
        words(
            Good,
            format!("within {seconds} s of the vendor's"),
            format!("与厂商相差 {seconds} 秒以内"),
        )
    }

    pub(crate) fn skewed(skew: SignedDuration, grade: DoctorGrade) -> Self {
        let seconds = skew.as_secs().abs();
        let (en, zh) = if skew.is_negative() { ("behind", "慢") } else { ("ahead of", "快") };
        let found = words(
            grade,
            format!("{seconds} s {en} the vendor's"),
            format!("比厂商{zh} {seconds} 秒"),
        );
        found.advise(
            "set the clock of this machine by a time server: a signature holds for minutes",
            "请用时间服务器校准本机时钟：签名只在几分钟内有效",
        )
    }

    pub(crate) fn address_said(ip: IpAddr) -> Self {
        let found = words(
            Warning,
            format!("the vendor says that the calls come from {ip}"),
            format!("厂商称调用来自 {ip}"),
        );
        found.advise(
            "have the vendor allow this address, or call from one that it allows",
            "请厂商将该地址加入白名单，或改用白名单内的地址",
        )
    }

    pub(crate) fn address_of_proxy() -> Self {
        let found =
            words(Unknown, "the vendor sees the address of the proxy", "厂商看到的是代理的地址");
        found.advise(
            "if the vendor asks for an address, name the one that the proxy calls from",
            "如厂商要求登记地址，请填写代理的出口地址",
        )
    }

    pub(crate) fn address_local(ip: IpAddr) -> Self {
        words(Good, format!("{ip}, on this machine"), format!("{ip}（本机）"))
    }

    pub(crate) fn address_private(ip: IpAddr) -> Self {
        let found = words(
            Unknown,
            format!("{ip} here, which another address stands for outside"),
            format!("本机为 {ip}，对外会转换为另一地址"),
        );
        found.advise(
            "if the vendor asks for an address, ask the network's administrator for the outgoing one",
            "如厂商要求登记地址，请向网络管理员询问出口地址",
        )
    }

    pub(crate) fn address_public(ip: IpAddr) -> Self {
        words(
            Good,
            format!("{ip}, unless something on the way translates it"),
            format!("{ip}（途中无地址转换时）"),
        )
    }

    pub(crate) fn address_unknown() -> Self {
        words(Unknown, "it cannot be told from here", "从本机无法得知")
    }

    pub(crate) fn not_asked() -> Self {
        let found = words(Unknown, "not asked: there is no connection", "未检查：没有连接");
        found.advise("mend the connection first", "请先排除连接问题")
    }

    pub(crate) fn let_in() -> Self {
        words(Good, "the signature was accepted and the call answered", "签名有效，调用得到应答")
    }

    pub(crate) fn refused(error: &Error) -> Self {
        words(
            Good,
            format!("the signature was accepted; the vendor says: {error}"),
            format!("签名有效；厂商应答：{}", error.chinese()),
        )
    }

    pub(crate) fn not_let_in(error: &Error) -> Self {
        words(Bad, error.to_string(), error.chinese()).advise(
            "compare key and ids with the vendor's console (a copied key often has a blank); `coupon sign diagnose` says what is wrong with a \
             signature; if the vendor speaks of a permission or an address, it has to grant it",
            "请与厂商后台核对密钥与编号（复制的密钥常带空格）；签名问题可用 `coupon sign diagnose` 查明；如涉及权限或地址，须由厂商开通",
        )
    }

    pub(crate) fn not_answered(error: &Error) -> Self {
        words(Bad, error.to_string(), error.chinese()).advise(
            "check base_url; if it is right, ask the vendor, with the time of this call",
            "请检查 base_url；如无误，请将本次调用的时间告知厂商查询",
        )
    }
}
