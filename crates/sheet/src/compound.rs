//! A stream of a compound file, the container of workbooks before 2007.

use crate::{
    encoding::wide_text,
    xlsb_records::{long, short},
};

/// The bytes of a stream by its name, whose case does not count; none if the file has no such stream or breaks off.
pub(crate) fn stream(bytes: &[u8], name: &str) -> Option<Vec<u8>> {
    let file = CompoundFile::open(bytes)?;
    let folder = file.chain(long(bytes, 48)?, usize::MAX)?;
    let entry = |kind: u8, name: Option<&str>| {
        folder.chunks_exact(128).find(|entry| {
            let is_it = |name: &str| {
                entry_name(entry).is_some_and(|found| found.eq_ignore_ascii_case(name))
            };
            entry[66] == kind && name.is_none_or(is_it)
        })
    };
    let found = entry(2, Some(name))?;
    let (start, size) = (long(found, 116)?, long(found, 120)? as usize);
    let mut content = match size < long(bytes, 56)? as usize {
        false => file.chain(start, size)?,
        true => {
            let small = file.chain(long(entry(5, None)?, 116)?, usize::MAX)?;
            let table = file.chain(long(bytes, 60)?, usize::MAX)?;
            follow(start, size, &numbers(&table), |sector| {
                small.get(sector << 6..).map(|rest| &rest[..rest.len().min(64)])
            })?
        }
    };
    content.truncate(size);
    // The last sector may be shorter than it should be.
    (content.len() == size).then_some(content)
}

struct CompoundFile<'a> {
    bytes: &'a [u8],
    shift: u16,
    /// For each sector, the one behind it in its stream.
    next: Vec<u32>,
}

impl<'a> CompoundFile<'a> {
    fn open(bytes: &'a [u8]) -> Option<Self> {
        let shift = short(bytes, 30).filter(|shift| matches!(shift, 9 | 12))?;
        let mut file = Self { bytes, shift, next: Vec::new() };
        let mut tables = numbers(bytes.get(76..512)?);
        let (mut more, count) = (long(bytes, 68)?, long(bytes, 72)? as usize);
        let sectors = bytes.len() >> shift;
        for _ in 0..count.min(sectors) {
            let mut listed = numbers(file.sector(more as usize)?);
            more = listed.pop()?;
            tables.extend(listed);
        }
        for table in tables.into_iter().filter(|table| *table < NO_SECTOR) {
            // A sector that stands in the list twice makes no more sectors than the file has.
            if file.next.len() >= sectors {
                break;
            }
            let sector = numbers(file.sector(table as usize)?);
            file.next.extend(sector);
        }
        // The last sector may be shorter, as long as it is there.
        let starts = [long(bytes, 48)?, long(bytes, 60)?];
        let named = file.next.iter().chain(&starts).filter(|next| **next < NO_SECTOR);
        let last = named.max().map_or(0, |last| *last as usize);
        let is_whole = last.checked_add(1)?.checked_mul(1 << shift)? < bytes.len();
        file.next.truncate(sectors);
        is_whole.then_some(file)
    }

    fn sector(&self, number: usize) -> Option<&'a [u8]> {
        let from = number.checked_add(1)?.checked_mul(1 << self.shift)?;
        let rest = self.bytes.get(from..)?;
        Some(&rest[..rest.len().min(1 << self.shift)])
    }

    fn chain(&self, start: u32, size: usize) -> Option<Vec<u8>> {
        follow(start, size, &self.next, |sector| self.sector(sector))
    }
}

/// Numbers from here on are no sectors.
const NO_SECTOR: u32 = 0xffff_fffa;
/// The number behind the last sector of a stream.
const END: u32 = 0xffff_fffe;

fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).filter_map(|number| long(number, 0)).collect()
}

/// The sectors of a stream, one behind the other, until it has its size or ends.
fn follow<'a>(
    start: u32,
    size: usize,
    next: &[u32],
    sector: impl Fn(usize) -> Option<&'a [u8]>,
) -> Option<Vec<u8>> {
    let (mut content, mut number) = (Vec::new(), start);
    // A stream has no more sectors than the file.
    for _ in 0..=next.len() {
        if number == END || content.len() >= size {
            return Some(content);
        }
        content.extend_from_slice(sector(number as usize)?);
        number = *next.get(number as usize)?;
    }
    None
}

fn entry_name(entry: &[u8]) -> Option<String> {
    let length = usize::from(short(entry, 64)?).checked_sub(2)?;
    let name = wide_text(entry.get(..length)?);
    name.split('\0').next().map(str::to_owned)
}
