import ClewModel
import ClewRender
import ClewStore

extension Session {
  /// What could not be read, as a list of work: grouped by source and reason, and what readers did
  /// not take.
  ///
  /// - Parameters:
  ///   - source: of this source only.
  ///   - all: every rejection by itself.
  ///   - folder: writes the rejected records there, one file for each source, to be mended.
  /// - Throws: `Failure(exists)` where a file to be written is there already; nothing is then
  ///   written.
  package func rejections(
    _ source: String?, all: Bool = false, writingTo folder: String? = nil
  ) throws -> Answer {
    try reading { casefile in
      let number = try source.map { try sourceNumber($0) }
      if let source, let number, try !casefile.sources().contains(where: { $0.id.number == number })
      {
        throw Failure(
          code: "not-found", what: "There is no source \(source).", place: surroundings.casefile,
          next: "Name one as 'clew sources' lists them, such as S3.")
      }
      let rejections = try casefile.rejections(source: number)
      let unread = try casefile.unreadPaths(source: number)
      let groups = RejectionGroup.all(rejections)
      var members: [JSON.Member] = [
        .init("rejections", .array(rejections.map(\.json))),
        .init("groups", .array(groups.map(\.json))),
        .init(
          "unread",
          .array(
            unread.map { row in
              .object([
                "source": .string(row.source.description), "path": .string(row.unread.path),
                "count": .int(row.unread.count), "first": .string(row.unread.first.locator),
              ])
            })),
      ]
      var tables = [all ? Self.table(rejections) : Self.table(groups)]
      if !unread.isEmpty {
        tables.append(
          IngestReport.unreadTable(unread.map { ($0.source.description, $0.unread) }))
      }
      var repair: RejectionWriting?
      if let folder {
        let written = try RejectionWriting(casefile, rejections, folder: folder)
        members += written.members
        tables = written.isEmpty ? [] : [written.table]
        repair = written
      }
      var answer = Answer(json: .object(members), tables: tables, records: "rejections")
      answer.findings = rejections.count
      if let repair {
        answer.warnings = repair.problems.map { "clew: \($0.source): \($0.why)" }
        answer.notes = repair.nextSteps
        answer.hasFailed = repair.hasFailed
      }
      return answer
    }
  }

  private static func table(_ rejections: [StoredRejection]) -> Table {
    Table(
      columns: ["source", "place", "reason", "record"],
      rows: rejections.map { row in
        [
          .id(row.source), Table.Cell(row.rejection.provenance.locator),
          Table.Cell(row.rejection.reason), Table.Cell(row.rejection.snippet, .quiet),
        ]
      })
  }

  private static func table(_ groups: [RejectionGroup]) -> Table {
    Table(
      columns: ["source", .right("count"), "reason", "first place", "first record"],
      rows: groups.map { group in
        [
          .id(group.source), Table.Cell("\(group.count)"), Table.Cell(group.reason),
          Table.Cell(group.first.provenance.locator),
          Table.Cell(oneLine(group.first.snippet), .quiet),
        ]
      })
  }

  /// The beginning of a record on one line; `--all` shows the whole of what is kept.
  private static func oneLine(_ snippet: String) -> String {
    let words = snippet.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return words.count > 80 ? words.prefix(79) + "…" : words
  }
}

/// The rejections of one source for one reason.
struct RejectionGroup {
  var source: RecordID
  var reason: String
  var count: Int
  /// The first in the order of the file.
  var first: Rejection

  /// By source, the most frequent reason first.
  static func all(_ rejections: [StoredRejection]) -> [RejectionGroup] {
    struct Key: Hashable {
      var source: RecordID
      var reason: String
    }
    var places: [Key: Int] = [:]
    var groups: [RejectionGroup] = []
    for row in rejections {
      let key = Key(source: row.source, reason: row.rejection.reason)
      if let place = places[key] {
        groups[place].count += 1
        if row.rejection.provenance.offset < groups[place].first.provenance.offset {
          groups[place].first = row.rejection
        }
      } else {
        places[key] = groups.count
        groups.append(
          RejectionGroup(
            source: row.source, reason: row.rejection.reason, count: 1, first: row.rejection))
      }
    }
    return groups.sorted { a, b in
      if a.source != b.source { return a.source < b.source }
      if a.count != b.count { return a.count > b.count }
      return (a.first.provenance.offset, a.reason) < (b.first.provenance.offset, b.reason)
    }
  }

  var json: JSON {
    .object([
      "source": .string(source.description), "reason": .string(reason), "count": .int(count),
      "first": .object([
        "locator": .string(first.provenance.locator), "offset": .int(Int(first.provenance.offset)),
        "snippet": .string(first.snippet),
      ]),
    ])
  }
}

extension StoredRejection {
  fileprivate var json: JSON {
    .object([
      "source": .string(source.description), "locator": .string(rejection.provenance.locator),
      "offset": .int(Int(rejection.provenance.offset)), "reason": .string(rejection.reason),
      "snippet": .string(rejection.snippet),
    ])
  }
}
