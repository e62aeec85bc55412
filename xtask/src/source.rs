//! A crate's source as data: its modules, and for each what it defines, imports and names. Test modules are left out.

use std::{collections::BTreeSet, io};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A module: a file, or an inline `mod` of one.
#[derive(Debug, Default)]
pub struct Module {
    /// The file it stands in.
    pub file: String,
    /// Its path from the root of the crate: `["console", "page"]`, empty for the root.
    pub path: Vec<String>,
    /// Names of its submodules.
    pub children: Vec<String>,
    /// Its items: keyword ("struct", "fn", …) and name. Associated items are not among them.
    pub items: Vec<(String, String)>,
    /// Its `use` declarations, one for each name.
    pub imports: Vec<Import>,
    /// The paths in its code that have several segments: `["super", "page", "Page"]`.
    pub paths: BTreeSet<Vec<String>>,
    /// The identifiers that stand alone in its code.
    pub names: BTreeSet<String>,
}

/// One name that a `use` declaration brings in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// Its path as written; without the star if it is a glob.
    pub path: Vec<String>,
    /// The name in the importing module; "*" for a glob.
    pub name: String,
    /// Whether it is visible to other modules by declaration: a re-export.
    pub is_public: bool,
}

impl Module {
    /// Whether it defines an item of this name.
    pub fn defines(&self, name: &str) -> bool {
        self.items.iter().any(|(_, item)| item == name)
    }
}

/// The modules of the crate whose root is this file. `read` gives the text of a file, `None` if there is no such file.
pub fn modules(root: &str, read: &dyn Fn(&str) -> Option<String>) -> io::Result<Vec<Module>> {
    let mut found = Vec::new();
    let mut open = vec![(root.to_owned(), Vec::new())];
    while let Some((file, path)) = open.pop() {
        let text = read(&file).ok_or_else(|| io::Error::other(format!("{file}: not there")))?;
        let tokens: TokenStream =
            text.parse().map_err(|error| io::Error::other(format!("{file}: not Rust: {error}")))?;
        let first = found.len();
        found.push(Module { file: file.clone(), path, ..Module::default() });
        let mut files = Vec::new();
        ModuleReader { found: &mut found, files: &mut files }.module(first, tokens);
        for (module, child, given) in files {
            let path = [found[module].path.as_slice(), std::slice::from_ref(&child)].concat();
            let candidates = match given {
                Some(given) => vec![format!("{}/{given}", folder(&file))],
                None => candidates(&file, &found[first].path, &path),
            };
            let Some(place) = candidates.iter().find(|place| read(place).is_some()) else {
                return Err(io::Error::other(format!("{file}: no file for mod {child}")));
            };
            open.push((place.clone(), path));
        }
    }
    Ok(found)
}

/// Where the file of a module may stand, by the file that declares it and the paths of both.
fn candidates(declaring: &str, of_file: &[String], path: &[String]) -> Vec<String> {
    let name = declaring.rsplit('/').next().unwrap_or(declaring);
    let mut below = folder(declaring).to_owned();
    if !["lib.rs", "main.rs", "mod.rs"].contains(&name) {
        below = format!("{below}/{}", name.trim_end_matches(".rs"));
    }
    let below = format!("{below}/{}", path[of_file.len()..].join("/"));
    vec![format!("{below}.rs"), format!("{below}/mod.rs")]
}

fn folder(file: &str) -> &str {
    file.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Reads tokens into modules.
struct ModuleReader<'a> {
    found: &'a mut Vec<Module>,
    /// Modules with a file of their own: index of the declaring module, name, and what `#[path]` says.
    files: &'a mut Vec<(usize, String, Option<String>)>,
}

impl ModuleReader<'_> {
    /// The items of a module.
    fn module(&mut self, index: usize, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let (mut at, mut given) = (0, None);
        while at < tokens.len() {
            if let Some(attribute) = attribute(&tokens, at) {
                at += 2;
                if is_test(&attribute) {
                    at = after_item(&tokens, at);
                    continue;
                }
                given = path_attribute(&attribute).or(given);
                self.code(index, attribute, true);
                continue;
            }
            let (word, next) = (word(&tokens, at), word(&tokens, at + 1));
            match (word.as_deref(), next) {
                (Some("mod"), Some(name)) => {
                    self.found[index].children.push(name.clone());
                    if let Some(TokenTree::Group(body)) = tokens.get(at + 2) {
                        let parent = &self.found[index];
                        let path = [parent.path.as_slice(), &[name]].concat();
                        let module =
                            Module { file: parent.file.clone(), path, ..Module::default() };
                        self.found.push(module);
                        self.module(self.found.len() - 1, body.stream());
                    } else {
                        self.files.push((index, name, given.take()));
                    }
                    at += 3;
                }
                (Some("use"), _) => at = self.import(index, &tokens, at),
                (Some("macro_rules"), _) => {
                    if let Some(name) = self::word(&tokens, at + 2) {
                        self.found[index].items.push(("macro_rules".to_owned(), name));
                    }
                    at += 3;
                }
                (Some(kind), Some(name)) if ITEMS.contains(&kind) && !is_keyword(&name) => {
                    self.found[index].items.push((kind.to_owned(), name));
                    at += 2;
                }
                _ => at = self.step(index, &tokens, at, false),
            }
        }
    }

    /// Code below the items of a module: bodies, signatures, arguments of macros and attributes.
    fn code(&mut self, index: usize, tokens: TokenStream, in_attribute: bool) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        while at < tokens.len() {
            if let Some(attribute) = attribute(&tokens, at) {
                at += 2;
                match is_test(&attribute) {
                    true => at = after_item(&tokens, at),
                    false => self.code(index, attribute, true),
                }
            } else if word(&tokens, at).as_deref() == Some("use") && !in_attribute {
                at = self.import(index, &tokens, at);
            } else {
                if let (true, Some(TokenTree::Literal(literal))) = (in_attribute, tokens.get(at)) {
                    self.quoted(index, &literal.to_string());
                }
                at = self.step(index, &tokens, at, in_attribute);
            }
        }
    }

    /// A path in the quotes of an attribute: `#[serde(with = "crate::time")]`.
    fn quoted(&mut self, index: usize, literal: &str) {
        let text = literal.trim_matches('"');
        let is_path =
            |part: &str| part.chars().all(|c| c.is_alphanumeric() || c == '_') && !part.is_empty();
        if text.split("::").all(is_path) {
            let path: Vec<String> = text.split("::").map(str::to_owned).collect();
            self.note(index, path);
        }
    }

    /// One token of code or one path; where the next begins.
    fn step(&mut self, index: usize, tokens: &[TokenTree], at: usize, in_attribute: bool) -> usize {
        match &tokens[at] {
            TokenTree::Group(group) => {
                self.code(index, group.stream(), in_attribute);
                at + 1
            }
            TokenTree::Ident(ident) => {
                let (mut path, mut next) = (vec![ident.to_string()], at + 1);
                while let (true, Some(name)) = (colons(tokens, next), word(tokens, next + 2)) {
                    path.push(name);
                    next += 3;
                }
                let before = at.checked_sub(1).map(|before| tokens[before].to_string());
                let is_foreign = at > 1 && colons(tokens, at - 2);
                let is_label = is(tokens.get(next), ':') && !colons(tokens, next);
                let is_member = matches!(before.as_deref(), Some("." | "'" | "let"));
                if !(is_foreign || path.len() == 1 && (is_member || is_label)) {
                    self.note(index, path);
                }
                next
            }
            _ => at + 1,
        }
    }

    fn note(&mut self, index: usize, mut path: Vec<String>) {
        match path.len() {
            1 => self.found[index].names.extend(path.pop()),
            _ => _ = self.found[index].paths.insert(path),
        }
    }

    /// A `use` declaration; where the next item begins.
    fn import(&mut self, index: usize, tokens: &[TokenTree], at: usize) -> usize {
        let end = tokens[at..].iter().position(|token| is(Some(token), ';'));
        let end = end.map_or(tokens.len(), |end| at + end);
        // `pub use` or `pub(crate) use`.
        let is_public =
            (1..=2).any(|back| at >= back && word(tokens, at - back).as_deref() == Some("pub"));
        let mut leaves = Vec::new();
        if !colons(tokens, at + 1) {
            tree(&tokens[at + 1..end], &[], &mut leaves);
        }
        let imports = leaves.into_iter().map(|(path, name)| Import { path, name, is_public });
        self.found[index].imports.extend(imports);
        end + 1
    }
}

/// Keywords before the name of an item.
const ITEMS: &[&str] = &["struct", "enum", "union", "trait", "fn", "const", "static", "type"];

fn is_keyword(name: &str) -> bool {
    ["fn", "mut", "unsafe", "async", "extern", "_"].contains(&name)
}

/// The leaves of a `use` tree: the path of each, and the name it gets.
fn tree(tokens: &[TokenTree], before: &[String], leaves: &mut Vec<(Vec<String>, String)>) {
    for branch in tokens.split(|token| is(Some(token), ',')) {
        let (mut path, mut at) = (before.to_vec(), 0);
        while at < branch.len() {
            match &branch[at] {
                TokenTree::Ident(ident) if *ident == "as" => break,
                TokenTree::Ident(ident) => path.push(ident.to_string()),
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                    let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                    tree(&inner, &path, leaves);
                    path.clear();
                }
                star if is(Some(star), '*') => {
                    leaves.push((std::mem::take(&mut path), "*".to_owned()));
                }
                _ => {}
            }
            at += 1;
        }
        if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
            path.pop();
        }
        let alias = word(branch, at + 1).filter(|_| at < branch.len());
        if let Some(name) = alias.or_else(|| path.last().cloned()) {
            leaves.push((path, name));
        }
    }
}

/// The content of the attribute that begins here: `cfg(test)`.
fn attribute(tokens: &[TokenTree], at: usize) -> Option<TokenStream> {
    match tokens.get(at + 1) {
        Some(TokenTree::Group(group))
            if is(tokens.get(at), '#') && group.delimiter() == Delimiter::Bracket =>
        {
            Some(group.stream())
        }
        _ => None,
    }
}

fn is_test(attribute: &TokenStream) -> bool {
    let text = attribute.to_string().replace(' ', "");
    text.starts_with("cfg(") && text.contains("test") && !text.contains("not(test")
}

/// The file that `#[path = "…"]` names.
fn path_attribute(attribute: &TokenStream) -> Option<String> {
    let text = attribute.to_string();
    let value = text.strip_prefix("path =")?.trim();
    Some(value.trim_matches('"').to_owned())
}

/// Where the item ends that begins here: behind its semicolon or its braces.
fn after_item(tokens: &[TokenTree], at: usize) -> usize {
    let ends = |token: &TokenTree| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        other => is(Some(other), ';') || is(Some(other), ','),
    };
    tokens[at..].iter().position(ends).map_or(tokens.len(), |end| at + end + 1)
}

fn word(tokens: &[TokenTree], at: usize) -> Option<String> {
    match tokens.get(at) {
        Some(TokenTree::Ident(ident)) => Some(ident.to_string()),
        _ => None,
    }
}

fn colons(tokens: &[TokenTree], at: usize) -> bool {
    is(tokens.get(at), ':') && is(tokens.get(at + 1), ':')
}

fn is(token: Option<&TokenTree>, punctuation: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == punctuation)
}
