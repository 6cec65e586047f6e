/// How a source stands to others of its family: the editions of a list, a register and its deltas.
///
/// Records of one family are the same by kind (party, link, listing, filing) and `ref`, whatever
/// their set. Where two sources of a family state one ref, the statement of the later counts and the
/// earlier stays as history. Later is by the date of publication, else by `--as-of`, else by the
/// order of ingest; inside one source, by the order of the source.
package struct Edition: Hashable, Sendable {
  /// `list:un`, `gleif-lei`, `uk-psc`, `bods:` and the set.
  package var family: String
  /// True for a whole file: what an earlier source of the family states and this one does not is
  /// removed. False for a delta, which says nothing about what it does not name.
  package var isWhole: Bool
  /// Which file of an edition that comes in several it is: `mainPart` for the one that states the
  /// records, another word for what stands beside it (aliases, addresses); nil where one file is all
  /// of the edition. The parts of an edition supersede earlier editions and never each other.
  package var part: String?

  /// The part whose absence of a record removes it; any other part replaces only its own kind.
  package static let mainPart = "main"

  package init(family: String, isWhole: Bool, part: String? = nil) {
    self.family = family
    self.isWhole = isWhole
    self.part = part
  }
}

/// An earlier record of the family that a source takes back without a new statement of it: a deleted
/// entity of a delta, a statement that another replaces.
package struct Retraction: Hashable, Sendable {
  package enum Target: Hashable, Sendable {
    /// A party, link, listing or filing of an earlier source of the family, by its ref.
    case party(ref: String)
    case link(ref: String)
    case listing(ref: String)
    /// A filing and everything only it states: its transactions (`Filing.transactions`), and the
    /// mentions, accounts and links that stand within its bytes, because a reader states them anew
    /// for every filing. The ref is the filing's own, or the number that the authority gave it
    /// (its fact `fiu_ref_number`). The same goes with a filing whose ref a later one states again.
    case filing(ref: String)
    /// A record that this source itself stated before, by its number in it.
    case ownMention(Int)
    case ownLink(Int)
  }
  package var target: Target
  /// What the source says about it, in a few words: `deleted`, `replaced by statement 7`.
  package var why: String
  package var provenance: Provenance

  package init(target: Target, why: String, provenance: Provenance) {
    self.target = target
    self.why = why
    self.provenance = provenance
  }
}
