//! The packages that are linked into the command: a bill of materials, and the texts of their licences.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs, io,
    path::PathBuf,
};

use serde_json::{Value, json};

use crate::project::{cargo, output};

/// The command and every package below it.
pub(super) struct ThirdParties {
    pub(super) version: String,
    /// By id: the command's own id is the first.
    packages: BTreeMap<String, Component>,
    own: String,
}

struct Component {
    name: String,
    version: String,
    license: Option<String>,
    folder: PathBuf,
    /// Ids of the packages below it. Those of tests are none.
    below: Vec<String>,
}

impl ThirdParties {
    /// As cargo resolves the package for a target.
    pub(super) fn of(package: &str, target: &str) -> io::Result<Self> {
        let args = ["metadata", "--format-version", "1", "--locked", "--filter-platform", target];
        let metadata: Value = serde_json::from_str(&output(cargo().args(args))?)?;
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let mut below: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for node in list(&metadata["resolve"]["nodes"]) {
            let built = |dependency: &&Value| {
                list(&dependency["dep_kinds"]).iter().any(|kind| kind["kind"] != "dev")
            };
            let dependencies = list(&node["deps"]);
            let ids = dependencies.iter().filter(built).filter_map(|one| text(&one["pkg"]));
            below.insert(text(&node["id"]).unwrap_or_default(), ids.collect());
        }
        let mut all: BTreeMap<String, Component> = list(&metadata["packages"])
            .iter()
            .filter_map(|one| {
                let id = text(&one["id"])?;
                let folder = PathBuf::from(text(&one["manifest_path"])?).parent()?.to_owned();
                let component = Component {
                    name: text(&one["name"])?,
                    version: text(&one["version"])?,
                    license: text(&one["license"]).map(|words| words.replace('/', " OR ")),
                    folder,
                    below: below.remove(&id).unwrap_or_default(),
                };
                Some((id, component))
            })
            .collect();
        let own = all.iter().find(|(_, component)| component.name == package);
        let (own, version) = own
            .map(|(id, component)| (id.clone(), component.version.clone()))
            .ok_or_else(|| io::Error::other(format!("no package {package}")))?;
        let (mut wanted, mut found) = (vec![own.clone()], BTreeSet::new());
        while let Some(id) = wanted.pop() {
            if found.insert(id.clone()) {
                wanted.extend(all.get(&id).into_iter().flat_map(|one| one.below.clone()));
            }
        }
        all.retain(|id, _| found.contains(id));
        Ok(Self { version, packages: all, own })
    }

    /// CycloneDX 1.5. It says no time and no serial number, so that the same packages give the same bytes.
    pub(super) fn bill_of_materials(&self) -> String {
        let components = self.packages.iter().filter(|(id, _)| **id != self.own);
        let components: Vec<Value> = components.map(|(_, one)| one.described("library")).collect();
        let dependencies = self.packages.values().map(|one| {
            let below = one.below.iter().filter_map(|id| self.packages.get(id));
            json!({ "ref": one.reference(), "dependsOn": below.map(Component::reference).collect::<BTreeSet<_>>() })
        });
        let bill = json!({
            "bomFormat": "CycloneDX",
            "specVersion": "1.5",
            "version": 1,
            "metadata": { "component": self.packages[&self.own].described("application") },
            "components": components,
            "dependencies": dependencies.collect::<Vec<_>>(),
        });
        format!("{bill:#}\n")
    }

    /// The licence of each package of others, and each text that it brings, once.
    pub(super) fn licenses(&self) -> io::Result<String> {
        let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut list = String::new();
        for one in self.packages.values().filter(|one| !one.is_ours()) {
            let license = one.license.as_deref().unwrap_or("see its text below");
            writeln!(list, "{} {}: {license}", one.name, one.version).expect("text takes text");
            for entry in fs::read_dir(&one.folder)? {
                let path = entry?.path();
                let name = path.file_name().unwrap_or_default().to_string_lossy().to_uppercase();
                let is_license = ["LICENSE", "LICENCE", "COPYING", "NOTICE", "UNLICENSE"];
                if path.is_file() && is_license.iter().any(|word| name.starts_with(word)) {
                    let text = String::from_utf8_lossy(&fs::read(&path)?).trim().to_owned();
                    texts.entry(text).or_default().push(format!("{} {}", one.name, one.version));
                }
            }
        }
        for (text, packages) in texts {
            let packages = packages.join(", ");
            write!(list, "\n{}\n{packages}\n\n{text}\n", "=".repeat(80)).expect("text takes text");
        }
        Ok(list)
    }
}

impl Component {
    fn is_ours(&self) -> bool {
        self.name.starts_with("coupon-")
    }

    fn reference(&self) -> String {
        format!("pkg:cargo/{}@{}", self.name, self.version)
    }

    fn described(&self, kind: &str) -> Value {
        let mut value = json!({
            "type": kind, "bom-ref": self.reference(), "name": self.name, "version": self.version,
            "purl": self.reference(),
        });
        if let Some(license) = &self.license {
            value["licenses"] = json!([{ "expression": license }]);
        }
        value
    }
}
