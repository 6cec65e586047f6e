import ClewAnalyse
import ClewGraph
import ClewModel
import ClewRender
import ClewStore

/// What `clew network` is asked.
package struct NetworkRequest: Sendable {
  package var records: [String]
  package var maxHops: Int
  package var hubSize: Int
  package var kinds: [String]
  package var asOf: Day?

  package init(
    records: [String], maxHops: Int = 4, hubSize: Int = 1000, kinds: [String] = [],
    asOf: Day? = nil
  ) {
    self.records = records
    self.maxHops = maxHops
    self.hubSize = hubSize
    self.kinds = kinds
    self.asOf = asOf
  }

  func question(today: Day) throws -> NetworkQuestion {
    guard maxHops > 0, hubSize > 0 else {
      throw Failure(
        code: "bad-limit", what: "--max-hops and --hub are numbers from 1.",
        place: "clew network", next: "Leave them out for the defaults.")
    }
    guard records.count > 1 else {
      throw Failure(
        code: "too-few-records", what: "A network joins two records or more.",
        place: "clew network", next: "Name them: clew network P3 P9 A7.")
    }
    var path = PathQuestion()
    try StepKinds.apply(kinds, to: &path)
    var question = NetworkQuestion()
    question.kinds = path.kinds
    question.followsPayments = path.followsPayments
    question.asOf = Moment(asOf: asOf ?? today)
    question.maxHops = maxHops
    question.hubSize = hubSize
    return question
  }
}

extension Session {
  /// The smallest network that joins some records.
  package func network(_ request: NetworkRequest) throws -> Answer {
    let question = try request.question(today: surroundings.today)
    return try reading { casefile in
      var ids: [RecordID] = []
      for text in request.records {
        let id = try record(text, kinds: [.party, .mention, .account], in: casefile)
        if !ids.contains(id) { ids.append(id) }
      }
      guard ids.count > 1 else {
        throw Failure(
          code: "too-few-records", what: "All that was named is one record, \(ids[0]).",
          place: "clew network", next: "Name two different records.")
      }
      var parts: SnapshotParts = [.ownership, .accounts]
      if question.followsPayments { parts.insert(.payments) }
      let snapshot = try casefile.snapshot(parts: parts)
      let terminals = try ids.map { id in
        guard let node = snapshot.node(of: id) else {
          throw Failure(
            code: "not-found", what: "\(id) is in no source that holds.",
            place: surroundings.casefile, next: "See 'clew sources' for withdrawn ones.")
        }
        return node
      }
      let found = ConnectingNetwork(joining: terminals, in: snapshot, question)
      return NetworkReport(
        found: found, terminals: terminals, question: question, snapshot: snapshot,
        names: try PartyNames(Set(found.nodes), snapshot, casefile),
        details: try StepDetails(found.steps.map(\.step.id), casefile)
      ).report()
    }
  }
}

/// A connecting network in words, tables and JSON.
struct NetworkReport {
  let found: ConnectingNetwork
  let terminals: [Int32]
  let question: NetworkQuestion
  let snapshot: Snapshot
  let names: PartyNames
  let details: StepDetails

  func report() -> Answer { Answer(json: json, tables: tables, notes: notes, records: "steps") }

  private var method: String {
    found.isOptimal ? "Dreyfus-Wagner 1971" : "Mehlhorn 1988"
  }

  private var notes: [String] {
    var notes: [String] = []
    for node in found.unreachable {
      notes.append(
        "nothing joins \(names.text(node)) to the others by nodes at most \(question.maxHops) steps "
          + "from a record that was named")
    }
    if !found.isOptimal {
      notes.append(
        "too large for the exact answer (\(counted(found.nodesLookedAt)) nodes, "
          + "\(terminals.count) records): this network is at most twice the smallest (Mehlhorn "
          + "1988). A smaller --max-hops makes it exact")
    }
    if !found.isExhaustive {
      notes.append(
        "the surroundings were not searched to the end: \(counted(found.nodesLookedAt)) nodes are "
          + "the limit. A smaller --max-hops or --kinds makes them smaller")
    }
    for hub in found.hubs {
      notes.append(
        "\(names.text(hub.node)) is a hub of \(counted(hub.neighbours)) neighbours: each step to it "
          + "counts as four, and to share it says little")
    }
    return notes
  }

  private func id(_ node: Int32) -> String { snapshot.id(of: node).description }

  private var json: JSON {
    .object([
      "terminals": .strings(terminals.map(id)), "nodes": .strings(found.nodes.map(id)),
      "steps": .array(
        found.steps.map { entry in
          .object([
            "kind": .string(entry.step.kind), "id": .string(entry.step.id.description),
            "from": .string(id(entry.step.from)), "to": .string(id(entry.step.to)),
            "what": .string(details.what(entry.step.id)),
            "parallels": .int(entry.step.parallels), "cost": .int(entry.cost),
          ])
        }), "optimal": .bool(found.isOptimal), "exhaustive": .bool(found.isExhaustive),
      "method": .string(method), "cost": .int(found.cost),
      "groups": .array(found.groups.map { .strings($0.map(id)) }),
      "unreachable": .strings(found.unreachable.map(id)),
      "hubs": .array(
        found.hubs.map {
          .object(["id": .string(id($0.node)), "neighbours": .int($0.neighbours)])
        }), "maxHops": .int(question.maxHops), "nodesLookedAt": .int(found.nodesLookedAt),
      "asOf": .optional(question.asOf?.asOf.description),
      "revision": .int(Int(snapshot.revision)),
    ])
  }

  private var tables: [Table] {
    guard !found.steps.isEmpty else { return [] }
    let size = found.isOptimal ? "the smallest" : "at most twice the smallest"
    return [
      Table(
        title: "Network of \(found.nodes.count) nodes and \(found.steps.count) steps, \(size)",
        columns: ["from", "", "to", "by", "what", "stated in"],
        rows: found.steps.map { entry in
          let step = entry.step
          let more = step.parallels > 0 ? " (+\(step.parallels) more)" : ""
          return [
            Table.Cell(names.text(step.from)), Table.Cell("→"), Table.Cell(names.text(step.to)),
            Table.Cell("\(step.id) \(step.kind)\(more)"), Table.Cell(details.what(step.id)),
            Table.Cell(details.places(step.id), .quiet),
          ]
        })
    ]
  }
}
