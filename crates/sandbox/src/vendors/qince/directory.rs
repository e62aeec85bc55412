//! Customers and goods of the sandbox's Qince account. The same for every seed; only how many customers there are is set, or depends on the
//! number of coupons.

use rust_decimal::Decimal;

use crate::{
    config::SandboxConfig,
    json_writer::{JsonObject, escaped},
    seed_words,
    seeded_rng::{IdSequence, SeededRng},
};

const SEED: u64 = 0x51;
const FEWEST_CUSTOMERS: usize = 12;
const MOST_CUSTOMERS: usize = 5000;

/// The five things by which a 优惠券 can address customers, in the order of [`Directory::attributes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Attribute {
    Level,
    Type,
    Department,
    Label,
    District,
}

impl Attribute {
    pub(crate) const ALL: [Self; 5] =
        [Self::Level, Self::Type, Self::Department, Self::Label, Self::District];
}

/// Everything a coupon may name.
#[derive(Debug, Default)]
pub(crate) struct Directory {
    /// Levels, types, departments, labels, districts.
    pub(crate) attributes: [Vec<DirectoryEntry>; 5],
    pub(crate) customers: Vec<QinceCustomer>,
    pub(crate) products: Vec<QinceProduct>,
    pub(crate) brands: Vec<DirectoryEntry>,
    pub(crate) product_types: Vec<DirectoryEntry>,
}

/// Something with an id, a code and a name.
#[derive(Debug)]
pub(crate) struct DirectoryEntry {
    pub(crate) id: String,
    pub(crate) code: String,
    pub(crate) name: String,
}

#[derive(Debug)]
pub(crate) struct QinceCustomer {
    pub(crate) entry: DirectoryEntry,
    /// Its code in the system it came from; blank for some.
    pub(crate) source_code: String,
    /// Its level, type, department, label and district.
    pub(crate) attributes: [usize; 5],
    /// Its row in getCmInfos.
    pub(crate) row: Box<str>,
}

#[derive(Debug)]
pub(crate) struct QinceProduct {
    pub(crate) entry: DirectoryEntry,
    pub(crate) unit: &'static str,
    pub(crate) unit_id: String,
    pub(crate) price: Decimal,
}

impl Directory {
    pub(crate) fn new(settings: &SandboxConfig) -> Self {
        let mut ids = IdSequence::of_19_digits(SEED);
        let attributes = [
            entries(&mut ids, "LV", seed_words::LEVELS),
            entries(&mut ids, "TP", seed_words::CUSTOMER_TYPES),
            entries(&mut ids, "BM", seed_words::DEPARTMENTS),
            entries(&mut ids, "BQ", seed_words::LABELS),
            entries(&mut ids, "QY", seed_words::DISTRICTS),
        ];
        let brands = entries(&mut ids, "PP", seed_words::BRANDS);
        let product_types = entries(&mut ids, "LX", seed_words::PRODUCT_TYPES);
        let products = products(&mut ids);
        let usual = (FEWEST_CUSTOMERS + settings.coupons / 40).min(MOST_CUSTOMERS);
        let count = settings.customers.unwrap_or(usual).max(FEWEST_CUSTOMERS);
        let mut rng = SeededRng::new(SEED, 1);
        let sizes = attributes.each_ref().map(Vec::len);
        let customers = (0..count).map(|n| customer(n, &mut ids, &mut rng, sizes)).collect();
        Self { attributes, customers, products, brands, product_types }
    }
}

fn entries(ids: &mut IdSequence, prefix: &str, names: &[&str]) -> Vec<DirectoryEntry> {
    let entry = |(n, name): (usize, &&str)| DirectoryEntry {
        id: ids.fresh().to_string(),
        code: format!("{prefix}{:03}", n + 1),
        name: (*name).to_owned(),
    };
    names.iter().enumerate().map(entry).collect()
}

fn products(ids: &mut IdSequence) -> Vec<QinceProduct> {
    let product = |(n, name): (usize, &&str)| QinceProduct {
        entry: DirectoryEntry {
            id: ids.fresh().to_string(),
            code: format!("SP2021082400{:02}", n + 1),
            name: (*name).to_owned(),
        },
        unit: seed_words::UNITS[n % seed_words::UNITS.len()],
        unit_id: ids.fresh().to_string(),
        price: Decimal::new(950 + 625 * n as i64, 2),
    };
    seed_words::PRODUCTS.iter().enumerate().map(product).collect()
}

fn customer(
    n: usize,
    ids: &mut IdSequence,
    rng: &mut SeededRng,
    sizes: [usize; 5],
) -> QinceCustomer {
    let (city, place) = (rng.pick(seed_words::CITIES), rng.pick(seed_words::PLACES));
    let entry = DirectoryEntry {
        id: ids.fresh().to_string(),
        code: format!("CUS{:06}", 10_001 + n),
        name: format!("{city}{place}{}{:04}", rng.pick(seed_words::SHOPS), n + 1),
    };
    let row = JsonObject::new()
        .plain("id", &entry.id)
        .plain("code", &entry.code)
        .text("name", &entry.name);
    // The first customers have every attribute once, so that no range is empty.
    let attributes =
        sizes.map(|size| if n < FEWEST_CUSTOMERS { n % size } else { rng.below(size) });
    let source_code = if n % 4 == 3 { String::new() } else { format!("SRC{:07}", 7 * n + 1) };
    QinceCustomer { entry, source_code, attributes, row: escaped(row) }
}
