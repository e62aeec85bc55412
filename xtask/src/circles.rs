//! Which file of a crate uses which, and the loops among them.

use std::collections::{BTreeMap, BTreeSet};

use crate::source::{Import, Module};

/// For each file the files it uses, and for each of these the names that tie them.
pub type Arrows = BTreeMap<String, BTreeMap<String, BTreeSet<String>>>;

/// The arrows between the files of a crate. A declaration `mod x;` is none, nor is a re-export that its own module does not
/// use. A name that is used through a re-export leads to the file that defines it.
pub fn arrows(modules: &[Module]) -> Arrows {
    let names = NameResolver { modules: modules.iter().map(|m| (m.path.as_slice(), m)).collect() };
    let mut arrows = Arrows::new();
    for module in modules {
        let used = |import: &&Import| {
            import.name != "*" && (!import.is_public || module.names.contains(&import.name))
        };
        let imported = module.imports.iter().filter(used).map(|import| import.path.clone());
        let globs = module.imports.iter().any(|import| import.name == "*");
        let alone = module.names.iter().filter(|_| globs).map(|name| vec![name.clone()]);
        for path in imported.chain(module.paths.iter().cloned()).chain(alone) {
            if let Some((file, name)) = names.definition(&module.path, &path, &mut Seen::new())
                && file != module.file
            {
                let from = arrows.entry(module.file.clone()).or_default();
                from.entry(file).or_default().insert(name);
            }
        }
    }
    arrows
}

/// The loops: for each the files in it, every one of which uses every other by some way.
pub fn loops(arrows: &Arrows) -> Vec<BTreeSet<String>> {
    let reached: BTreeMap<&String, BTreeSet<&String>> =
        arrows.keys().map(|file| (file, reached(arrows, file))).collect();
    let mut loops = BTreeSet::new();
    for (file, from_here) in reached.iter().filter(|(file, from_here)| from_here.contains(*file)) {
        let back = |other: &&&String| reached.get(*other).is_some_and(|there| there.contains(file));
        loops.insert(from_here.iter().filter(back).map(|other| (*other).clone()).collect());
    }
    loops.into_iter().collect()
}

/// The arrows within a loop, a line each: who uses whom, and by which names.
pub fn ties(arrows: &Arrows, files: &BTreeSet<String>) -> Vec<String> {
    let mut lines = Vec::new();
    for from in files {
        for (to, names) in arrows[from].iter().filter(|(to, _)| files.contains(*to)) {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            lines.push(format!("{from} uses {} of {to}", names.join(", ")));
        }
    }
    lines
}

fn reached<'a>(arrows: &'a Arrows, from: &'a String) -> BTreeSet<&'a String> {
    let (mut seen, mut open) = (BTreeSet::new(), vec![from]);
    while let Some(file) = open.pop() {
        let next = arrows.get(file).into_iter().flat_map(BTreeMap::keys);
        open.extend(next.filter(|next| seen.insert(*next)));
    }
    seen
}

/// Questions that were asked, so that re-exports in a loop come to an end.
type Seen = BTreeSet<(Vec<String>, Vec<String>)>;

/// The modules of a crate by their paths.
struct NameResolver<'a> {
    modules: BTreeMap<&'a [String], &'a Module>,
}

impl NameResolver<'_> {
    /// The file and the name of the item to which a path leads from a module. `None` if it leads to a module or out of the
    /// crate, or if the question has been seen.
    fn definition(
        &self,
        from: &[String],
        path: &[String],
        seen: &mut Seen,
    ) -> Option<(String, String)> {
        if !seen.insert((from.to_vec(), path.to_vec())) {
            return None;
        }
        let (mut at, mut rest) = (from.to_vec(), path);
        while let Some((first, others)) = rest.split_first() {
            match first.as_str() {
                "crate" => at.clear(),
                "super" => _ = at.pop(),
                "self" => {}
                _ => break,
            }
            rest = others;
        }
        let (name, below) = rest.split_first()?;
        let module = self.modules.get(at.as_slice())?;
        let is_child = module.children.contains(name);
        if is_child && !below.is_empty() {
            at.push(name.clone());
            let inner = [&["self".to_owned()], below].concat();
            return self.definition(&at, &inner, seen);
        }
        if module.defines(name) {
            return Some((module.file.clone(), name.clone()));
        }
        // An import that begins with its own name, or comes from another crate, leads nowhere here.
        let is_ours = |import: &&Import| {
            let first = &import.path[0];
            let is_rooted = ["crate", "self", "super"].contains(&first.as_str());
            let named = |other: &Import| other.name == *first && other.path[0] != *first;
            is_rooted || module.children.contains(first) || module.imports.iter().any(named)
        };
        let ours =
            || module.imports.iter().filter(|import| !import.path.is_empty()).filter(is_ours);
        let by_name = ours().filter(|import| import.name == *name);
        let by_name = by_name.map(|import| [import.path.as_slice(), below].concat());
        let by_glob = ours().filter(|import| import.name == "*");
        let by_glob = by_glob.map(|import| [import.path.as_slice(), rest].concat());
        for whole in by_name.chain(by_glob) {
            if let Some(found) = self.definition(&at, &whole, seen) {
                return Some(found);
            }
        }
        let root = self.modules.get([].as_slice())?;
        let is_macro = |module: &&&Module| {
            module.items.iter().any(|(kind, item)| kind == "macro_rules" && item == name)
        };
        // An exported macro stands at the root, whichever file defines it.
        (at.is_empty() && path.len() == 2 && !root.defines(name))
            .then(|| self.modules.values().find(is_macro))
            .flatten()
            .map(|module| (module.file.clone(), name.clone()))
    }
}
