import ClewAnalyse
import ClewGraph
import ClewModel
import ClewRender

/// Who is not named on an ownership chart: the rest of a company that no source states, with the
/// reason that a source gives, and the parties at which a search for owners ends.
///
/// Each company has an unknown owner of its own: two unknown parts are never taken to be one party.
struct UnknownOwners {
  /// One node for each company with an unknown part, in order of the companies.
  private(set) var nodes: [ChartNode] = []
  private(set) var edges: [ChartEdge] = []
  /// The parties at which the search ends, and what they are.
  private(set) var ends: [Int32: (shape: ChartNode.Shape, mark: String)] = [:]
  /// Parties that a source states in the place of an owner whom it does not name.
  private(set) var holders: [Int32: (shape: ChartNode.Shape, mark: String)] = [:]

  static func id(above company: RecordID) -> String { "unknown-\(company)" }

  init(_ scene: OwnershipScene) {
    var statements: [Int32: [OwnerStatement]] = [:]
    for row in scene.holdings.ownerStatements where scene.taken.contains(row.party) {
      if row.statement.isHolder {
        holders[row.party] = (
          row.statement.reason == .withheld ? .anonymousOwner : .unknownOwner,
          Self.words(row.statement)
        )
      } else {
        statements[row.party, default: []].append(row.statement)
      }
    }
    let looked = Set(scene.answers.flatMap { $0.rows.map(\.party) }).union(scene.roots)
    // Somebody who controls a party may own it or not: nothing is said of its shares.
    let controlled = Set(scene.links.filter { $0.kind == .control }.map(\.to))
    let closed = scene.arrangements.union(controlled)
    for party in scene.taken.sorted() {
      let stated = (statements[party] ?? []).sorted {
        ($0.reason.rawValue, $0.text) < ($1.reason.rawValue, $1.text)
      }
      if holders[party] != nil { continue }
      if let end = Self.end(stated), !scene.holdings.isOwned(party) {
        ends[party] = end
      } else if let rest = Self.rest(of: party, scene, looked, closed) {
        draw(rest, isAll: !scene.holdings.isOwned(party), above: scene.id(party), stated)
      }
    }
  }

  /// What no stated owner of a party holds; nil where nothing is left, or where its owners were cut
  /// away from the chart.
  private static func rest(
    of party: Int32, _ scene: OwnershipScene, _ looked: Set<Int32>, _ closed: Set<Int32>
  ) -> Band? {
    let column = scene.holdings.column(party).map { scene.holdings.all[$0] }
    guard !column.isEmpty else {
      let ends = looked.contains(party) && scene.holdings.needsOwners(party)
      return ends && !closed.contains(party) ? .whole : nil
    }
    guard column.allSatisfy({ scene.taken.contains($0.owner) }) else { return nil }
    let rest = Int128(Share.whole) - scene.holdings.capitalMinimum(of: party)
    guard rest > 0 else { return nil }
    let certain = Int128(Share.whole) - column.reduce(0) { $0 + Int128($1.capitalMax) }
    return Band(min: max(0, certain), max: rest)
  }

  /// A state, or a company with traded shares.
  private static func end(
    _ statements: [OwnerStatement]
  ) -> (shape: ChartNode.Shape, mark: String)? {
    if statements.contains(where: { $0.reason == .state }) {
      return (.state, "search ends: state")
    }
    if statements.contains(where: { $0.reason == .listed }) {
      return (.traded, "search ends: shares traded")
    }
    return nil
  }

  /// - Parameter isAll: nobody at all is stated to own the company.
  private mutating func draw(
    _ rest: Band, isAll: Bool, above company: RecordID, _ stated: [OwnerStatement]
  ) {
    let isWithheld = stated.contains { $0.reason == .withheld }
    var lines = [isWithheld ? "Withheld" : "Unknown"]
    lines += stated.map(Self.words).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    if stated.isEmpty { lines.append(isAll ? "owners not stated" : "no source states it") }
    let id = Self.id(above: company)
    nodes.append(
      ChartNode(id: id, shape: isWithheld ? .anonymousOwner : .unknownOwner, lines: lines))
    edges.append(
      ChartEdge(
        from: id, to: company.description, relation: .ownership,
        label: isAll ? [] : [rest.percentText],
        confidence: .dotted))
  }

  /// The words of a source; its codes (`NO_KNOWN_PERSON`, `no-individual`) with blanks, so that they
  /// break between words.
  private static func readable(_ text: String) -> String {
    let words = text.split(separator: " ").map { word -> String in
      let isCode = word.contains { $0 == "_" || $0 == "-" }
      let isCapital = word.allSatisfy { $0.isUppercase || $0 == "_" || $0 == "-" }
      guard isCode else { return String(word) }
      let plain = String(word.map { $0 == "_" || $0 == "-" ? " " : $0 })
      return isCapital ? plain.lowercased() : plain
    }
    return words.joined(separator: " ")
  }

  private static func words(_ statement: OwnerStatement) -> String {
    let reason = statement.reason.words
    guard !statement.text.isEmpty, statement.text != statement.reason.name else { return reason }
    return "\(reason): \(readable(statement.text))"
  }
}
