//! Services: who helps, for a kind of service and a place.
//!
//! Name, web address, phone and address each come from the most local row that has them and may be shown, so a region
//! that is known by name only still leads to the national entry.

use alloc::vec::Vec;

use crate::{
    pack::{Confidence, Pack, Scope, ServiceRow},
    place::Place,
};

/// A service as shown to a person.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Service<'p> {
    /// Index into [`Pack::kinds`].
    pub kind: u16,
    /// The id of the most local row, or of the kind where no row holds.
    pub id: &'p str,
    /// A name of its own; `None`: the name of the kind.
    pub name: Option<&'p str>,
    /// Web address.
    pub url: Option<&'p str>,
    /// Phone number as people write it.
    pub phone: Option<&'p str>,
    /// Where to walk in.
    pub address: Option<&'p str>,
    /// The rows that gave something, the most local first; without any, the row that names the service at all.
    pub rows: Vec<&'p ServiceRow>,
}

impl Service<'_> {
    /// Whether there is a way to reach it.
    pub fn has_channel(&self) -> bool {
        self.url.is_some() || self.phone.is_some() || self.address.is_some()
    }
}

/// The service of a kind at a place; `None` is an unknown place, for which only rows for the whole country hold.
pub fn serve(pack: &Pack, kind: u16, place: Option<Place>) -> Service<'_> {
    let municipality = place.and_then(Place::municipality);
    let region = place.and_then(|place| pack.places.region_of(place));
    let nearness = |scope: &Scope| match scope {
        Scope::Country => Some(0),
        Scope::Region(of) => (region == Some(*of)).then_some(1),
        Scope::Municipalities(of) => municipality.is_some_and(|m| of.contains(&m)).then_some(2),
    };
    let mut rows: Vec<(u8, &ServiceRow)> = Vec::new();
    for row in pack.services.iter().filter(|row| row.kind == kind) {
        if let Some(near) = nearness(&row.scope) {
            rows.insert(rows.partition_point(|&(other, _)| other >= near), (near, row));
        }
    }
    let rows: Vec<&ServiceRow> = rows.into_iter().map(|(_, row)| row).collect();

    let named = rows.iter().copied().find(|row| row.name.is_some());
    // What may be out of date is not passed on as a way to reach somebody.
    let sure =
        |has: fn(&ServiceRow) -> bool| rows.iter().copied().find(|row| row.confidence != Confidence::Low && has(row));
    let url = sure(|row| row.url.is_some());
    let phone = sure(|row| row.phone.is_some());
    let address = sure(|row| row.address.is_some());

    let gave =
        |row: &ServiceRow| [named, url, phone, address].into_iter().flatten().any(|other| core::ptr::eq(other, row));
    let mut used: Vec<&ServiceRow> = rows.iter().copied().filter(|row| gave(row)).collect();
    if used.is_empty() {
        used.extend(rows.first());
    }
    let kind_id = pack.kinds.get(usize::from(kind)).map_or("", |id| id.as_str());
    Service {
        kind,
        id: rows.first().map_or(kind_id, |row| row.id.as_str()),
        name: named.and_then(|row| row.name.as_deref()),
        url: url.and_then(|row| row.url.as_deref()),
        phone: phone.and_then(|row| row.phone.as_deref()),
        address: address.and_then(|row| row.address.as_deref()),
        rows: used,
    }
}
