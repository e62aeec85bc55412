//! Help and errors of a command with an argument of every kind.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use clap::{Arg, ArgAction, Command, builder::PossibleValue, value_parser};
use coupon_clap_zh::ChineseTexts;

const TABLE: &str = "\
Works with shelves\t管理货架
Lists what lies there\t列出货架上的东西
The shelf\t货架
How it is shown\t显示方式
Lines\t逐行
How many\t数量
Never ask\t不询问
More at the counter\t详情请到柜台
Print help\t显示帮助
Print help (see more with '--help')\t显示帮助
Print version\t显示版本
Print this message or the help of the given subcommand(s)\t显示帮助，或某个命令的帮助
<SHELF>\t<货架>
<FORM>\t<方式>
<N>\t<个数>
{} is not in {}\t{} 不在 {} 之内
";

fn texts() -> ChineseTexts {
    ChineseTexts::parse(TABLE).unwrap()
}

fn command() -> Command {
    let lines = PossibleValue::new("lines").help("Lines");
    let list = Command::new("list")
        .about("Lists what lies there")
        .arg(Arg::new("shelf").required(true).value_name("SHELF").help("The shelf"))
        .arg(
            Arg::new("form")
                .long("form")
                .value_name("FORM")
                .help("How it is shown")
                .value_parser([lines, PossibleValue::new("table")])
                .default_value("table"),
        )
        .arg(
            Arg::new("number")
                .long("number")
                .value_name("N")
                .help("How many")
                .default_value("1")
                .hide_default_value(true)
                .value_parser(value_parser!(u16).range(1..=9)),
        )
        .arg(Arg::new("times").long("times").value_name("N").default_value("2"))
        .arg(Arg::new("yes").long("yes").action(ArgAction::SetTrue).help("Never ask"));
    Command::new("shelf")
        .version("1")
        .about("Works with shelves")
        .after_help("More at the counter")
        .subcommand_required(true)
        .subcommand(list)
}

#[test]
fn no_english_word_is_left_in_the_help() {
    assert_eq!(texts().missing(command()), Vec::<String>::new());
    let mut command = texts().command(command());
    let help = command.render_long_help().to_string();
    let wanted = "\
管理货架

用法：shelf <命令>

命令:
  list  列出货架上的东西
  help  显示帮助，或某个命令的帮助

选项:
  -h, --help     显示帮助
  -V, --version  显示版本

详情请到柜台
";
    let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(squeezed(&help), squeezed(wanted));
    let list = command.find_subcommand_mut("list").unwrap().render_long_help().to_string();
    let wanted = "列出货架上的东西 用法：shelf list [选项] <货架> 参数: <货架> 货架 选项: \
        --form <方式> 显示方式 [可选值：lines（逐行）、table] [默认：table] --number <个数> 数量 --times <个数> [默认：2] --yes 不询问 \
        -h, --help 显示帮助";
    assert_eq!(squeezed(&list), squeezed(wanted));
}

#[test]
fn every_usage_error_says_in_chinese_what_is_wrong() {
    for (words, wanted) in [
        (&["shelf"][..], "缺少命令；可用的命令：list、help"),
        (&["shelf", "lst"], "没有命令“lst”；是否要写 list？"),
        (&["shelf", "list"], "缺少参数：<货架>"),
        (&["shelf", "list", "a", "--forn", "x"], "没有参数“--forn”；是否要写 --form？"),
        (
            &["shelf", "list", "a", "--form", "x"],
            "“--form <方式>”的值不能是“x”；可选值：lines、table",
        ),
        (&["shelf", "list", "a", "--form"], "“--form <方式>”需要一个值；可选值：lines、table"),
        (
            &["shelf", "list", "a", "--number", "12"],
            "“--number <个数>”的值“12”无效：12 不在 1..=9 之内",
        ),
        (&["shelf", "list", "a", "b"], "没有参数“b”"),
        (&["shelf", "list", "a", "--yes", "--yes"], "“--yes”只能给一次，也不能与其他参数同时使用"),
    ] {
        let error = texts().command(command()).try_get_matches_from(words).unwrap_err();
        let said = texts().usage_error(&error);
        assert_eq!(said.split("\n\n").next(), Some(wanted), "{words:?}");
        assert!(said.ends_with("更多信息见 --help。\n") && !said.contains("Usage"), "{said}");
    }
}

#[test]
fn help_that_is_asked_for_is_no_error() {
    let error =
        texts().command(command()).try_get_matches_from(["shelf", "help", "list"]).unwrap_err();
    assert!(texts().usage_error(&error).contains("用法：shelf list [选项] <货架>"));
}

#[test]
fn a_text_that_the_table_lacks_is_listed() {
    let texts = ChineseTexts::parse("The shelf\t货架\n").unwrap();
    let missing = texts.missing(command());
    assert!(missing.contains(&"Lists what lies there".to_owned()), "{missing:?}");
    assert!(missing.contains(&"<FORM>".to_owned()) && missing.contains(&"Lines".to_owned()));
    assert!(!missing.contains(&"The shelf".to_owned()));
}
