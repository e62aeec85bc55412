//! `coupon reconcile maps`, and the map of a reconciliation: a file, a ready map by name, or the one that fits.

use std::{
    fs,
    path::{Path, PathBuf},
};

use coupon_messages::Lang;
use coupon_report::{Mapping, ReadyMap, ReconcileError};
use coupon_sheet::TableFile;

use crate::{app::App, error::CliError, output::say};

pub(super) fn list(app: &mut App) -> Result<(), CliError> {
    let lang = app.lang;
    let headers = [
        lang.pick("name", "名称"),
        lang.pick("form", "格式"),
        lang.pick("grade", "等级"),
        lang.pick("what is compared", "比对内容"),
        lang.pick("source", "来源"),
    ];
    let mut list = app.out.list(&headers);
    for map in ReadyMap::all() {
        list.push(map, |map| {
            let [title, grade, note] = map.form.words(lang.into());
            [map.name, title, grade, note, &map.form.source].map(str::to_owned).to_vec()
        })?;
    }
    Ok(list.finish()?)
}

/// The map, and how errors name it. `given` is the value of `--map`, `file` the content of the order file.
pub(super) fn choose(
    app: &App,
    given: Option<&Path>,
    orders: &Path,
    file: &mut TableFile,
) -> Result<(Mapping, PathBuf), CliError> {
    let lang = app.lang;
    let names = |maps: &[&ReadyMap]| maps.iter().map(|map| map.name).collect::<Vec<_>>().join(", ");
    let all = || names(&ReadyMap::all().iter().collect::<Vec<_>>());
    let of_orders = |why: String| CliError::Usage(lang.unreadable_file(orders.display(), why));
    let ready = |path: &Path| path.to_str().and_then(ReadyMap::named);
    let map = match given {
        Some(path) if path.exists() => {
            if ready(path).is_some() {
                say(&lang.map_is_a_file(path.display()));
            }
            return Ok((mapping(path, lang)?, path.to_owned()));
        }
        Some(name) => {
            ready(name).ok_or_else(|| CliError::Usage(lang.no_such_map(name.display(), all())))?
        }
        None => {
            let fitting = ReadyMap::fitting(file).map_err(|error| {
                CliError::of_reconcile(ReconcileError::File(error), orders, orders, lang)
            })?;
            match fitting[..] {
                [map] => map,
                [] => return Err(of_orders(lang.no_known_form(all()))),
                _ => return Err(of_orders(lang.several_forms(names(&fitting)))),
            }
        }
    };
    let [title, grade, note] = map.form.words(lang.into());
    say(&lang.unreadable_file(orders.display(), lang.read_as(title, grade, note)));
    Ok((map.form.map.clone(), map.name.into()))
}

fn mapping(path: &Path, lang: Lang) -> Result<Mapping, CliError> {
    let wrong = |why: String| CliError::Usage(lang.unreadable_file(path.display(), why));
    let text = fs::read_to_string(path).map_err(|error| wrong(lang.io(&error)))?;
    Mapping::parse(&text).map_err(|error| match lang {
        Lang::En => wrong(error.to_string()),
        Lang::Zh => wrong(error.chinese()),
    })
}
