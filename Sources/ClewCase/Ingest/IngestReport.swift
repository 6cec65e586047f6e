import ClewModel
import ClewRender
import ClewStore

/// What a run of ingest did, source by source.
struct IngestReport {
  struct Line {
    var id: RecordID?
    var path: String
    var format: String
    var sha256: String
    var bytes: Int64
    var counts: SourceCounts
    var isDuplicate: Bool
    var isPartial: Bool
    /// For a file that was read before and is out of every answer: why.
    var isOut: String?
    /// True for a side file that was read before and now counts for a later edition too.
    var countsAgain = false
    var encoding = ""
    /// What its reader did not take, the most frequent first.
    var unread: [UnreadPath] = []
    /// How many labels of codes it brings.
    var codeLabels = 0

    /// How much was not read, and where to see it; nil where it was read whole.
    var unreadSentence: String? {
      let count = unread.reduce(0) { $0 + $1.count }
      guard count > 0 else { return nil }
      let values = count == 1 ? "1 value" : "\(count) values"
      let paths = unread.count == 1 ? "1 path" : "\(unread.count) paths"
      return "\(id?.description ?? path): \(values) under \(paths)"
        + " \(count == 1 ? "was" : "were") not read"
        + (id.map { " (clew rejections \($0))" } ?? "")
    }

    /// True where nobody named the encoding: a mapping profile may have.
    var isGuessed: Bool { encoding == "windows-1252" && format != "mapped-csv" }

    /// What is special about it, in words.
    var state: String? {
      guard isDuplicate else { return isPartial ? "partial" : nil }
      if countsAgain { return "read before, counts for this edition too" }
      return isOut.map { "read before, \($0): it stays out of every answer" } ?? "read before"
    }
  }

  private(set) var lines: [Line] = []
  private(set) var refusals: [(path: String, failure: Failure)] = []
  var skipped: [String] = []
  /// What became of lists of which an edition was read.
  var lists: [ListNews] = []

  /// The sources that this run added.
  var loaded: Set<RecordID> { Set(lines.filter { !$0.isDuplicate }.compactMap(\.id)) }

  /// Runs the work on one file; a failure is noted under its name and the others go on. A full disk
  /// or a busy casefile ends the run: the next file would fare no better.
  mutating func attempt(_ path: String, _ work: () throws -> Line?) throws {
    do {
      if let line = try work() { lines.append(line) }
    } catch let error as StoreError {
      throw error
    } catch {
      refusals.append((path, Failure(error)))
    }
  }

  /// - Parameter listsUnread: what was not read is listed here, because nothing is stored.
  func answer(recurring: [RecurringParty], listsUnread: Bool = false) -> Answer {
    var totals = SourceCounts()
    for line in lines where !line.isDuplicate { totals.add(line.counts) }
    let json = JSON.object([
      "sources": .array(lines.map(Self.json)),
      "totals": .object(Self.members(totals)),
      "recurring": .array(
        recurring.map {
          .object([
            "party": .string($0.party.description),
            "filings": .strings($0.filings.map(\.description)),
          ])
        }),
      "refused": .array(
        refusals.map { refusal in
          .object([
            "path": .string(refusal.path), "code": .string(refusal.failure.code),
            "what": .string(refusal.failure.what), "where": .string(refusal.failure.place),
            "next": .string(refusal.failure.next),
          ])
        }),
      "skipped": .strings(skipped),
      "lists": .array(lists.map(\.json)),
    ])
    var answer = Answer(json: json, tables: [Self.table(lines)])
    let unread = lines.flatMap { line in line.unread.map { (line.path, $0) } }
    if listsUnread, !unread.isEmpty { answer.tables.append(Self.unreadTable(unread)) }
    answer.notes = recurring.map {
      "\($0.party) is in \($0.filings.count) filings: "
        + $0.filings.map(\.description).joined(separator: ", ")
    }
    answer.notes += lists.map(\.sentence)
    answer.notes += lines.filter { $0.codeLabels > 0 && !$0.isDuplicate }.map {
      "\($0.id?.description ?? $0.path) says what \($0.codeLabels) codes stand for"
    }
    answer.warnings =
      refusals.map(\.failure.sentence) + skipped.map { "clew: left out \($0)" }
      + lines.filter { $0.isGuessed && !$0.isDuplicate }.map {
        "clew: \($0.path) is no valid UTF-8 and was read as windows-1252: check its names"
      } + lines.filter { !$0.isDuplicate }.compactMap(\.unreadSentence).map { "clew: \($0)" }
      + lines.filter { $0.isOut != nil }.map { "clew: \($0.path): \($0.state ?? "")" }
    if !refusals.isEmpty { answer.hasFailed = true }
    return answer
  }

  private static func json(_ line: Line) -> JSON {
    .object(
      [
        .init("id", .optional(line.id?.description)), .init("path", .string(line.path)),
        .init("format", .string(line.format)), .init("sha256", .string(line.sha256)),
        .init("bytes", .int(Int(line.bytes))),
      ] + members(line.counts) + [
        .init("duplicate", .bool(line.isDuplicate)), .init("partial", .bool(line.isPartial)),
        .init("live", .bool(line.isOut == nil)), .init("codeLabels", .int(line.codeLabels)),
        .init("unread", .array(line.unread.map(\.json))),
      ])
  }

  /// What readers did not take: by source, the most frequent path first.
  static func unreadTable(_ rows: [(source: String, unread: UnreadPath)]) -> Table {
    Table(
      title: "Not read",
      columns: ["source", .right("count"), "path", "first place"],
      rows: rows.map { source, unread in
        [
          Table.Cell(source, .id), Table.Cell("\(unread.count)"), Table.Cell(unread.path),
          Table.Cell(unread.first.locator),
        ]
      })
  }

  static func members(_ counts: SourceCounts) -> [JSON.Member] {
    [
      .init("parties", .int(Int(counts.parties))), .init("accounts", .int(Int(counts.accounts))),
      .init("transactions", .int(Int(counts.transactions))),
      .init("links", .int(Int(counts.links))), .init("listings", .int(Int(counts.listings))),
      .init("filings", .int(Int(counts.filings))),
      .init("rejections", .int(Int(counts.rejections))),
    ]
  }

  private static func table(_ lines: [Line]) -> Table {
    Table(
      columns: [
        "source", "format", .right("parties"), .right("accounts"), .right("transactions"),
        .right("links"), .right("listings"), .right("filings"), .right("rejected"), "file",
      ],
      rows: lines.map { line in
        let counts = line.counts
        let state = line.state.map { " (\($0))" } ?? ""
        return [
          line.id?.description ?? "-", line.format, "\(counts.parties)", "\(counts.accounts)",
          "\(counts.transactions)", "\(counts.links)", "\(counts.listings)", "\(counts.filings)",
          "\(counts.rejections)", line.path + state,
        ].map { Table.Cell($0) }
      })
  }
}

extension UnreadPath {
  var json: JSON {
    .object([
      "path": .string(path), "count": .int(count), "first": .string(first.locator),
    ])
  }
}

extension IngestReport.Line {
  init(record: SourceRecord, isDuplicate: Bool) {
    self.init(
      id: record.id, path: record.path, format: record.format, sha256: record.sha256,
      bytes: record.bytes, counts: record.counts, isDuplicate: isDuplicate,
      isPartial: record.isPartial, isOut: record.isLive ? nil : record.state,
      encoding: record.encoding)
  }
}

extension SourceCounts {
  mutating func add(_ other: SourceCounts) {
    parties += other.parties
    accounts += other.accounts
    transactions += other.transactions
    links += other.links
    listings += other.listings
    filings += other.filings
    rejections += other.rejections
  }
}
