import ClewAnalyse
import ClewGraph
import ClewModel
import ClewRender
import ClewStore

extension Session {
  /// Everybody at the end of a chain who holds a share or more of any company of the casefile, by
  /// look-through on the stated minima.
  ///
  /// - Parameter percent: the share asked for, as `25`; that share itself suffices.
  /// - Throws: `Failure`, code `bad-share` for a text that is no share from 1 to 100.
  package func owners(over percent: String, _ dates: Dates) throws -> Answer {
    let least = OwnersOver.leastThreshold
    guard let share = Share(percent: percent), (least...Share.whole).contains(share.units) else {
      throw Failure(
        code: "bad-share", what: "'\(percent)' is no share from 1 to 100.", place: "--over",
        next: "Give percent as a decimal: --over 25.")
    }
    let threshold = ShareThreshold(units: share.units, isInclusive: true)
    return try reading { casefile in
      let snapshot = try casefile.snapshot(parts: .ownership)
      let moment = Moment(asOf: dates.asOf ?? surroundings.today, knownBy: dates.knownBy)
      let graph = OwnershipGraph(Holdings(snapshot, at: moment))
      guard let found = OwnersOver(threshold, in: graph) else {
        preconditionFailure("a share of 1 % or more is a threshold")
      }
      let names = try PartyNames(
        Set(found.rows.flatMap { [$0.company, $0.owner] }), snapshot, casefile)
      return OwnersOverReport(
        found: found, rows: found.sharpened(in: graph), over: share, snapshot: snapshot,
        names: names, moment: moment
      ).answer()
    }
  }
}

/// The register-wide list of owners over a share, in a table and JSON.
private struct OwnersOverReport {
  let found: OwnersOver
  let rows: [OwnersOver.Row]
  let over: Share
  let snapshot: Snapshot
  let names: PartyNames
  let moment: Moment

  func answer() -> Answer {
    Answer(json: json, tables: [table], notes: notes, records: "owners")
  }

  private var notes: [String] {
    var notes = [
      "look-through shares of the capital on the stated minima: an owner whom only the upper end of "
        + "a band, a rounding or an unnamed rest could lift over the share is not in the list; "
        + "'clew owners PARTY' says so for one company"
    ]
    if found.unsettled > 0 {
      notes.append(
        "\(found.unsettled) pairs could not be settled exactly: they are possible")
    }
    return notes
  }

  private var json: JSON {
    .object([
      "asOf": .string(moment.asOf.description), "knownBy": .optional(moment.knownBy?.description),
      "over": .string(ShareText.fraction(Int128(over.units))), "inclusive": .bool(true),
      "owners": .array(
        rows.map { row in
          .object([
            "company": names.json(row.company), "owner": names.json(row.owner),
            "lookThrough": .object([
              "min": .string(row.share.band.minText), "max": .string(row.share.band.maxText),
            ]), "verdict": .string(row.verdict.rawValue),
          ])
        }), "settledExactly": .int(found.settledExactly), "unsettled": .int(found.unsettled),
      "notes": .strings(notes), "revision": .int(Int(snapshot.revision)),
    ])
  }

  private var table: Table {
    Table(
      title: "Owners of \(ShareText.percent(Int128(over.units))) or more, as of \(moment.asOf)",
      columns: ["company", "name", "owner", "name", .right("look-through"), "verdict"],
      rows: rows.map { row in
        [
          .id(snapshot.id(of: row.company)), Table.Cell(names.label(row.company).text),
          .id(snapshot.id(of: row.owner)), Table.Cell(names.label(row.owner).text),
          Table.Cell(row.share.band.percentText), Table.Cell(row.verdict.rawValue),
        ]
      })
  }
}
