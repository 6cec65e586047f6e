import ClewIngest
import ClewModel
import ClewStore

/// Keeps apart two editions that one command reads: which of two whole files of one family is the
/// later must follow from their dates, never from the order in which a command takes its files.
struct EditionClaims {
  private struct Edition: Hashable {
    var family: String
    /// The first second of its date; nil where none is stated or given.
    var date: Int64?
  }

  private struct Claim {
    /// The id of the source, or the path of one that is not stored.
    var source: String
    /// What lies together (`QueuedSource.group`).
    var group: String
    var parts: Set<String?>
  }

  private var claims: [Edition: Claim] = [:]
  /// The main file of a family that was read in a group, new or again.
  private var mains: [Place: Int64] = [:]

  private struct Place: Hashable {
    var family: String
    var group: String
  }

  /// The main file that a side file lies beside.
  func main(beside known: SourceRecord, _ source: QueuedSource) -> Int64? {
    known.edition.flatMap { mains[Place(family: $0.family, group: source.group)] }
  }

  /// Notes the main file of an edition.
  mutating func noteMain(_ stored: SourceRecord, _ source: QueuedSource) {
    guard let edition = stored.edition, edition.part == ClewModel.Edition.mainPart else { return }
    mains[Place(family: edition.family, group: source.group)] = stored.id.number
  }

  /// - Throws: `Failure`, code `two-editions`, where another source of the run is an edition of the
  ///   same family and date, and this is no further part of it.
  func check(_ header: SourceHeader, of source: QueuedSource, asOf: Day?) throws {
    guard let edition = header.edition, let key = Self.key(header, asOf),
      let known = claims[key]
    else { return }
    let isFurtherPart =
      edition.part != nil && known.group == source.group && !known.parts.contains(edition.part)
      && !known.parts.contains(nil)
    guard !isFurtherPart else { return }
    let date = key.date.map { "both are of \(TimeSpan(lo: $0, precision: .day).firstDay)" }
    throw Failure(
      code: "two-editions",
      what: "This and \(known.source) are two editions of \(edition.subject), and "
        + (date ?? "neither states a date") + ": which is the later cannot be told.",
      place: source.input.name,
      next: "Ingest one after the other, each with its date: "
        + "clew ingest FOLDER --as-of 2021-07-07.")
  }

  /// Notes what was read.
  mutating func note(_ header: SourceHeader, of source: QueuedSource, asOf: Day?, as id: String) {
    guard let edition = header.edition, let key = Self.key(header, asOf) else { return }
    note(edition, key, of: source, as: id)
  }

  /// Notes what had been read before: the same command given twice must not get past what it was
  /// refused the first time.
  mutating func note(_ known: SourceRecord, of source: QueuedSource) {
    guard let edition = known.edition, edition.isWhole, known.isLive else { return }
    let key = Edition(family: edition.family, date: (known.published ?? known.asOf)?.lo)
    note(edition, key, of: source, as: known.id.description)
  }

  private mutating func note(
    _ edition: ClewModel.Edition, _ key: Edition, of source: QueuedSource, as id: String
  ) {
    var claim = claims[key] ?? Claim(source: id, group: source.group, parts: [])
    claim.parts.insert(edition.part)
    claims[key] = claim
  }

  /// nil for what is no whole edition: deltas follow each other in any number.
  private static func key(_ header: SourceHeader, _ asOf: Day?) -> Edition? {
    guard let edition = header.edition, edition.isWhole else { return nil }
    return Edition(
      family: edition.family, date: header.published?.lo ?? asOf.map { TimeSpan(day: $0).lo })
  }
}

extension Edition {
  /// `the list ofac` or `gleif-lei`.
  fileprivate var subject: String {
    family.hasPrefix("list:") ? "the list \(family.dropFirst(5))" : family
  }
}
