//! The sandbox's time: seen, set, moved.

use axum::http::StatusCode;
use jiff::{SignedDuration, Timestamp, civil::DateTime, tz::Offset};
use maud::html;

use super::request::{ConsoleRequest, ConsoleResponse};

const BEIJING: Offset = Offset::constant(8);

const MOVES: [(i64, &str, &str); 6] = [
    (60, "+ 1 minute", "＋1 分钟"),
    (3600, "+ 1 hour", "＋1 小时"),
    (86_400, "+ 1 day", "＋1 天"),
    (7 * 86_400, "+ 7 days", "＋7 天"),
    (30 * 86_400, "+ 30 days", "＋30 天"),
    (365 * 86_400, "+ 365 days", "＋365 天"),
];

/// `yyyy-MM-dd HH:mm:ss` in Beijing.
pub(super) fn beijing(instant: Timestamp) -> String {
    BEIJING.to_datetime(instant).strftime("%Y-%m-%d %H:%M:%S").to_string()
}

pub(super) fn show(visit: &ConsoleRequest<'_>) -> ConsoleResponse {
    let lang = visit.lang;
    let now = visit.sandbox.now();
    let page = html! {
        p.lead {
            (lang.of(
                "Coupons start, expire and end by this clock. A signature may also be made by the machine's own.",
                "券的生效、过期、结束都看这个时钟；签名也可以按机器自己的时间。",
            ))
        }
        p.big { time datetime=(now) { (beijing(now)) } span.hint { " UTC+8" } }
        section {
            h2 { (lang.of("Move it", "拨动")) }
            form.moves method="post" action="/console/clock" {
                @for (seconds, english, chinese) in MOVES {
                    button type="submit" name="advance" value=(seconds) { (lang.of(english, chinese)) }
                }
            }
        }
        section {
            h2 { (lang.of("Set it", "设定")) }
            form.filter method="post" action="/console/clock" {
                div.field {
                    label for="set" { (lang.of("Beijing time; it stands still from then on", "北京时间；设定后停住不走")) }
                    input id="set" name="set" type="datetime-local" step="1" required
                        value=(BEIJING.to_datetime(now).strftime("%Y-%m-%dT%H:%M:%S"));
                }
                div.actions { button.primary type="submit" { (lang.of("Set", "设定")) } }
            }
        }
    };
    ConsoleResponse::page(lang.of("Clock", "时钟"), page)
}

pub(super) fn turn(visit: &ConsoleRequest<'_>) -> ConsoleResponse {
    if let Ok(seconds) = visit.form.get("advance").parse() {
        visit.sandbox.advance(SignedDuration::from_secs(seconds));
    } else if let Ok(civil) = visit.form.get("set").parse::<DateTime>()
        && let Ok(instant) = BEIJING.to_timestamp(civil)
    {
        visit.sandbox.set_clock(instant);
    } else {
        return ConsoleResponse::refused(
            StatusCode::BAD_REQUEST,
            "This is no time · 这不是一个时间",
        );
    }
    ConsoleResponse::Moved("/console/clock".to_owned())
}
