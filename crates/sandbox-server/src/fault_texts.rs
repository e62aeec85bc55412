//! Every fault for people: what it does to the answer and to the state.

use crate::{
    fault_text::FaultText,
    vendors::{BUSY, CUT_DATA, ROWS_REPEATED, ROWS_SHIFTED, WRONG_MSG_ID},
};

/// Every fault there is, in the order of [`FAULTS`](coupon_sandbox::FAULTS). Values are examples: milliseconds, and seconds for `429` and `skew`.
pub const FAULT_TEXTS: &[FaultText] = &[
    FaultText {
        text: "latency=30000",
        en: "The answer comes 30 seconds later. The call was carried out at once, also for a caller who no longer waits",
        zh: "应答推迟 30 秒；调用已立即执行，调用方不再等待也不影响",
    },
    FaultText {
        text: "latency=100..300",
        en: "As before, evenly between 100 and 300 milliseconds",
        zh: "同上，在 100 至 300 毫秒之间均匀分布",
    },
    FaultText {
        text: "latency=tail:200",
        en: "As before with a heavy tail: half of the answers within 200 milliseconds, one in a hundred after 10 seconds and more",
        zh: "同上，长尾分布：一半在 200 毫秒内，百分之一在 10 秒以上",
    },
    FaultText {
        text: "reset-before",
        en: "The connection is reset without an answer. Nothing happened",
        zh: "连接被重置，没有应答；什么都没有发生",
    },
    FaultText {
        text: "reset-after",
        en: "The connection is reset without an answer. The call was carried out, once",
        zh: "连接被重置，没有应答；调用已执行一次",
    },
    FaultText {
        text: "cut-body",
        en: "Half of the body arrives, then the connection ends. The call was carried out",
        zh: "应答只到一半连接就断开；调用已执行",
    },
    FaultText {
        text: "slow-body=2000",
        en: "The body arrives in ten pieces within about two seconds. The call was carried out",
        zh: "应答分十段、约两秒内到齐；调用已执行",
    },
    FaultText {
        text: "bad-gzip",
        en: "The answer says it is gzip and cannot be decompressed. The call was carried out",
        zh: "应答声明为 gzip 却无法解压；调用已执行",
    },
    FaultText {
        text: "html",
        en: "Status 200 and a page in HTML. Nothing happened",
        zh: "状态 200，内容是 HTML 页面；什么都没有发生",
    },
    FaultText {
        text: "html-after",
        en: "Status 200 and a page in HTML. The call was carried out, once",
        zh: "状态 200，内容是 HTML 页面；调用已执行一次",
    },
    FaultText {
        text: "302",
        en: "A redirect to /login. Nothing happened",
        zh: "重定向到 /login；什么都没有发生",
    },
    FaultText {
        text: "401",
        en: "Status 401 from a gateway. Nothing happened",
        zh: "网关返回 401；什么都没有发生",
    },
    FaultText {
        text: "403",
        en: "Status 403 from a gateway, as for an address that is not allowed. Nothing happened",
        zh: "网关返回 403（如 IP 不在白名单）；什么都没有发生",
    },
    FaultText {
        text: "429",
        en: "Status 429 without Retry-After. Nothing happened",
        zh: "状态 429，没有 Retry-After；什么都没有发生",
    },
    FaultText {
        text: "429=5",
        en: "Status 429 with Retry-After: 5. Nothing happened",
        zh: "状态 429，Retry-After: 5；什么都没有发生",
    },
    FaultText {
        text: "500",
        en: "Status 500. Nothing happened, which the caller cannot know",
        zh: "状态 500；什么都没有发生，但调用方无从得知",
    },
    FaultText {
        text: "500-after",
        en: "Status 500. The call was carried out, once",
        zh: "状态 500；调用已执行一次",
    },
    FaultText {
        text: "502",
        en: "Status 502. Nothing happened, which the caller cannot know",
        zh: "状态 502；什么都没有发生，但调用方无从得知",
    },
    FaultText {
        text: "502-after",
        en: "Status 502. The call was carried out, once",
        zh: "状态 502；调用已执行一次",
    },
    FaultText {
        text: "503",
        en: "Status 503. Nothing happened, which the caller cannot know",
        zh: "状态 503；什么都没有发生，但调用方无从得知",
    },
    FaultText {
        text: "503-after",
        en: "Status 503. The call was carried out, once",
        zh: "状态 503；调用已执行一次",
    },
    BUSY,
    FaultText {
        text: "no-code",
        en: "The answer lacks code or return_code. The call was carried out",
        zh: "应答缺少 code 或 return_code；调用已执行",
    },
    CUT_DATA,
    WRONG_MSG_ID,
    FaultText {
        text: "skew=-3600",
        en: "The vendor's clock is an hour slow: its Date header says so, and it refuses a signature that is more than ten minutes off it. Only what was refused did not happen",
        zh: "厂商时钟慢一小时：Date 头如此显示，与其相差超过十分钟的签名被拒；只有被拒的没有执行",
    },
    ROWS_REPEATED,
    ROWS_SHIFTED,
];

#[cfg(test)]
mod tests {
    use coupon_sandbox::FAULTS;

    use super::*;

    #[test]
    fn every_fault_has_a_text() {
        assert!(FAULT_TEXTS.iter().map(|fault| &fault.text).eq(FAULTS));
    }
}
