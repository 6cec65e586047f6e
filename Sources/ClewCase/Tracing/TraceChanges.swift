import ClewAnalyse
import ClewModel
import ClewRender
import ClewStore

/// What a trace gives now, and what the last recorded run of the same question gave, where the two
/// differ.
struct TraceChanges {
  /// One place of one method: `fifo`, `A3`, `EUR`.
  struct Place: Hashable, Comparable {
    var method: String
    var place: String
    var currency: String

    static func < (a: Self, b: Self) -> Bool {
      (a.method, a.place, a.currency) < (b.method, b.place, b.currency)
    }
  }

  struct Change {
    var place: Place
    var before: String
    var after: String
  }

  let record: Int64
  let revision: Int64
  let isOtherClaims: Bool
  let changes: [Change]

  init(_ before: TraceRecord, now lines: String, claimsDigest: String?) {
    record = before.number
    revision = before.trace.revision
    isOtherClaims = before.trace.claimsDigest != claimsDigest
    let (old, new) = (Self.read(before.trace.result), Self.read(lines))
    changes = Set(old.keys).union(new.keys).sorted().compactMap { place in
      let (before, after) = (old[place] ?? "0", new[place] ?? "0")
      return before == after ? nil : Change(place: place, before: before, after: after)
    }
  }

  private static func read(_ lines: String) -> [Place: String] {
    var places: [Place: String] = [:]
    for line in lines.split(separator: "\n") {
      let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 4 else { continue }
      places[Place(method: parts[0], place: parts[1], currency: parts[2])] = parts[3]
    }
    return places
  }

  /// What lies where, a line for each method, place and currency: the form that is recorded.
  static func lines(_ runs: TraceRuns, _ book: TraceBook) -> String {
    var lines: [Place: Int128] = [:]
    var units: [Place: UInt16] = [:]
    for run in runs.runs {
      for (found, amount) in run.places[run.trace.sameDay] ?? [:] where found.owner == nil {
        let name = found.node.flatMap(book.id) ?? found.reason?.rawValue ?? ""
        let place = Place(
          method: run.method.rawValue, place: name, currency: book.currency(found.unit))
        lines[place] = amount
        units[place] = found.unit
      }
      for claim in run.trace.assets {
        let place = Place(
          method: run.method.rawValue, place: "asset \(claim.asset + 1)",
          currency: book.currency(claim.amountUnit))
        lines[place, default: 0] += claim.amount
        units[place] = claim.amountUnit
      }
    }
    return lines.keys.sorted().map { place in
      let amount = book.plain(lines[place] ?? 0, units[place] ?? 0)
      return "\(place.method)\t\(place.place)\t\(place.currency)\t\(amount)"
    }.joined(separator: "\n")
  }

  var sentences: [String] {
    var sentences = [
      "recorded run \(record) of this question, on revision \(revision) of the casefile, gave "
        + (changes.isEmpty ? "the same places; its lots or warnings differ" : "another answer")
    ]
    if isOtherClaims { sentences.append("its claims file was another one") }
    sentences += changes.map { change in
      "\(change.place.method), \(change.place.place): "
        + "\(Money.grouped(change.before)) then, \(Money.grouped(change.after)) "
        + "\(change.place.currency) now"
    }
    return sentences
  }

  var json: JSON {
    .object([
      "recorded": .int(Int(record)), "revision": .int(Int(revision)),
      "otherClaims": .bool(isOtherClaims),
      "changes": .array(
        changes.map { change in
          .object([
            "method": .string(change.place.method), "place": .string(change.place.place),
            "currency": .string(change.place.currency), "before": .string(change.before),
            "after": .string(change.after),
          ])
        }),
    ])
  }
}
