import ClewModel
import GRDB

@testable import ClewStore

extension TestCasefile {
  /// Loads a batch as one source of a family; returns its number.
  @discardableResult
  func edition(
    _ name: String, of family: String = "register", whole: Bool = true, part: String? = nil,
    set: String = "set", on day: String? = nil, asOf: String? = nil, list: String? = nil,
    replaces: Int64? = nil, _ fill: (inout Batch) -> Void
  ) throws -> Int64 {
    var batch = Batch()
    fill(&batch)
    let result = try casefile.load(
      NewSource(
        path: name, set: set, asOf: asOf.flatMap { TimeSpan(iso: $0) }, replaces: replaces,
        ingestedAt: "2026-01-01T00:00:00Z")
    ) { loader in
      loader.header(
        SourceHeader(
          format: "test", encoding: "utf-8", published: day.flatMap { TimeSpan(iso: $0) },
          list: list, edition: Edition(family: family, isWhole: whole, part: part)))
      try loader.accept(batch)
      loader.finish(digest: "digest of \(name)", bytes: 1)
    }
    return result.source.id.number
  }

  func withdraw(_ source: Int64) throws {
    try casefile.withdraw(
      source: source, why: "wrong", by: "ada", at: "2026-01-04T00:00:00Z")
  }

  /// What counts, as `mention A Alder`, `link L1 owns`, `listing 7 Alder`, `supplement 7 address`.
  func counting() throws -> [String] {
    try casefile.database.read { db in
      try String.fetchAll(
        db,
        sql: """
          select 'mention ' || coalesce(r.ref, '-') || ' ' || r.name from mention r
            \(Counting.join("r")) where r.placeholder = 0
          union all select 'link ' || coalesce(r.ref, '-') || ' ' || coalesce(r.role, '')
            from link r \(Counting.join("r"))
          union all select 'listing ' || r.ref || ' ' || r.name from listing r \(Counting.join("r"))
          union all select 'supplement ' || r.ref || ' ' || r.path from listing_supplement r
            \(Counting.join("r"))
          union all select 'filing ' || coalesce(r.ref, '-') || ' ' || r.kind from filing r
            \(Counting.join("r"))
          order by 1
          """)
    }
  }
}

extension Batch {
  private var nowhere: Provenance { Provenance(offset: 0, length: 9, line: 1) }

  mutating func owns(_ ref: String?, _ from: String, _ to: String, role: String = "") {
    links.append(
      Link(
        ref: ref, kind: .ownership, from: .party(ref: from), to: .party(ref: to),
        capital: Stake(exactly: Share(units: Share.whole, decimals: 0)), role: role,
        provenance: nowhere))
  }

  mutating func supplement(_ ref: String, list: String, _ fact: Fact, tag: String = "") {
    supplements.append(
      ListingSupplement(
        list: list, ref: ref, facts: [fact],
        provenance: Provenance(offset: 0, length: 9, line: 1, path: tag)))
  }

  mutating func filing(_ ref: String?, _ kind: String) {
    filings.append(Filing(ref: ref, kind: kind, provenance: nowhere))
  }

  mutating func takeBack(_ target: Retraction.Target, why: String = "deleted") {
    retractions.append(Retraction(target: target, why: why, provenance: nowhere))
  }
}
