import ClewAnalyse
import ClewGraph
import ClewModel
import ClewRender

/// Ways between two records in words, tables and JSON.
struct PathReport {
  /// Hubs that were gone around are named up to here; the others are counted.
  static let hubsNamed = 5

  let found: ConnectingPaths
  let question: PathQuestion
  let ends: (Int32, Int32)
  let snapshot: Snapshot
  let names: PartyNames
  let details: StepDetails

  func report() -> Answer { Answer(json: json, tables: tables, notes: notes, records: "paths") }

  private var notes: [String] {
    var notes: [String] = []
    if found.paths.isEmpty {
      notes.append(
        "no way of at most \(question.maxHops) steps from \(names.text(ends.0)) to "
          + names.text(ends.1) + (question.advances ? " on which times advance" : "")
          + (question.window == nil ? "" : " inside the window"))
    }
    if !found.isExact {
      notes.append(
        "the search ended at its limit of work: better ways may exist. --min-amount, --max-hops or "
          + "--window make it smaller")
    } else if !found.isExhaustive {
      notes.append("there are more ways: raise --k for the next ones")
    }
    for path in found.outdoing {
      notes.append(
        "a way whose order is only possible would carry more, "
          + path.bottlenecks.map(\.peopleText).joined(separator: ", ")
          + ": \(path.steps.map(\.id.description).joined(separator: ", ")); --order possible ranks "
          + "such ways too")
    }
    if found.otherCurrencies > 0 {
      notes.append(
        "\(counted(found.otherCurrencies)) payments in other currencies than --min-amount were "
          + "left out")
    }
    if found.notPositive > 0 {
      let count = counted(found.notPositive)
      notes.append("payments of zero or less carry nothing forward: \(count) left out")
    }
    for hub in found.hubs {
      notes.append(
        "\(names.text(hub.node)) has \(counted(hub.neighbours)) neighbours: a way through it says "
          + "little by itself. --max-neighbours goes around hubs")
    }
    for hub in found.avoided.prefix(Self.hubsNamed) {
      notes.append(
        "no way was led through \(names.text(hub.node)), \(counted(hub.neighbours)) neighbours")
    }
    if found.avoided.count > Self.hubsNamed {
      notes.append(
        "nor through \(counted(found.avoided.count - Self.hubsNamed)) other hubs")
    }
    return notes
  }

  private var json: JSON {
    .object([
      "paths": .array(found.paths.map(path)), "exhaustive": .bool(found.isExhaustive),
      "exact": .bool(found.isExact),
      "rank": .string(question.advances ? question.rank.rawValue : "hops"),
      "order": .string(question.advances ? question.order.rawValue : "any"),
      "windowSeconds": question.window.map { .int(Int($0)) } ?? .null,
      "alsoPossible": .array(found.outdoing.map(path)), "hubs": .array(found.hubs.map(hub)),
      "avoided": .array(found.avoided.map(hub)),
      "otherCurrencies": .int(found.otherCurrencies), "notPositive": .int(found.notPositive),
      "revision": .int(Int(snapshot.revision)),
    ])
  }

  private func hub(_ hub: Hub) -> JSON {
    .object([
      "id": .string(snapshot.id(of: hub.node).description), "neighbours": .int(hub.neighbours),
    ])
  }

  private func path(_ path: ConnectingPaths.Path) -> JSON {
    let sums = path.bottlenecks.map { JSON.Member($0.currency, .string($0.amountText)) }
    return .object([
      "nodes": .strings(path.nodes.map { snapshot.id(of: $0).description }),
      "steps": .array(path.steps.map(step)), "verdict": .string(path.verdict.rawValue),
      "bottleneck": .object(sums), "start": .optional(times(path)?.start),
      "end": .optional(times(path)?.end), "retained": .optional(retained(path)),
      "changesCurrency": .bool(path.bottlenecks.count > 1),
    ])
  }

  private func times(_ path: ConnectingPaths.Path) -> (start: String, end: String)? {
    guard let first = path.rows.first, let last = path.rows.last else { return nil }
    return (
      snapshot.payments.time(of: Int(first)).description,
      snapshot.payments.time(of: Int(last)).description
    )
  }

  /// What part of the first payment can have come through: the bottleneck over it, rounded down to
  /// twelve places; nil where the currency changes, times do not advance or nothing was paid.
  private func retained(_ path: ConnectingPaths.Path) -> String? {
    guard question.advances, path.bottlenecks.count == 1, let first = path.rows.first else {
      return nil
    }
    let whole = snapshot.payments.amount(of: Int(first)).mantissa(atScale: 18)
    let part = path.bottlenecks[0].mantissa(atScale: 18)
    guard whole > 0, part >= 0 else { return nil }
    var (rest, digits) = (part, [Int128]())
    for _ in 0..<13 {
      digits.append(rest / whole)
      rest = rest % whole * 10
    }
    while digits.count > 1, digits.last == 0 { digits.removeLast() }
    let places = digits.dropFirst().map(String.init).joined()
    return "\(digits[0])" + (places.isEmpty ? "" : "." + places)
  }

  private func step(_ step: ConnectingPaths.Step) -> JSON {
    .object([
      "kind": .string(step.kind), "id": .string(step.id.description),
      "from": .string(snapshot.id(of: step.from).description),
      "to": .string(snapshot.id(of: step.to).description),
      "what": .string(details.what(step.id)), "parallels": .int(step.parallels),
    ])
  }

  private func title(_ path: ConnectingPaths.Path, _ number: Int) -> String {
    var parts = ["Way \(number): \(path.steps.count) steps"]
    if question.advances, !path.bottlenecks.isEmpty {
      let sums = path.bottlenecks.map(\.peopleText).joined(separator: ", ")
      parts.append("at most \(sums) came through")
      if path.bottlenecks.count > 1 { parts.append("the currency changes") }
      if let share = retained(path).flatMap({ Decimal64($0) }) {
        let tenths = Int128(share.mantissa) * 1000 / Decimal64.power(of: share.scale)
        parts.append("\(Decimal64.text(tenths, scale: 1))% of the first payment")
      }
      if let times = times(path) {
        parts.append(
          times.start == times.end ? times.start : "\(times.start) to \(times.end)")
      }
    }
    if path.verdict != .yes {
      parts.append(
        question.window == nil
          ? "possible only: the order of its payments is not sure"
          : "possible only: the order of its payments, or that they lie inside the window, is not "
            + "sure")
    }
    return parts.joined(separator: ", ")
  }

  private var tables: [Table] {
    found.paths.enumerated().map { number, path in
      Table(
        title: title(path, number + 1),
        columns: ["from", "", "to", "by", "what", "stated in"],
        rows: zip(path.steps, zip(path.nodes, path.nodes.dropFirst())).map { step, ends in
          let more = step.parallels > 0 ? " (+\(step.parallels) more)" : ""
          return [
            Table.Cell(names.text(ends.0)), Table.Cell(step.from == ends.0 ? "→" : "←"),
            Table.Cell(names.text(ends.1)),
            Table.Cell("\(step.id) \(step.kind)\(more)"), Table.Cell(details.what(step.id)),
            Table.Cell(details.places(step.id), .quiet),
          ]
        })
    }
  }
}
