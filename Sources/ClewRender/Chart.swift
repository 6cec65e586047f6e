import ClewModel

/// What a chart shows: a value that says everything and draws nothing.
///
/// The order of nodes and edges is part of the value: the same value gives the same bytes.
package struct Chart: Hashable, Sendable {
  package enum View: String, Hashable, Sendable, CaseIterable {
    /// Layers, owners above what they own.
    case ownership
    /// Money from left to right.
    case flow
    /// Who is near whom.
    case network
  }

  /// The way the layers run.
  package enum Direction: String, Hashable, Sendable {
    case down = "TB"
    case right = "LR"
  }

  package var title: String
  package var caseName: String?
  package var asOf: Day
  /// The handling caveat, printed at the top and the bottom of the sheet.
  package var handling: String?
  package var view: View
  package var nodes: [ChartNode]
  package var edges: [ChartEdge]
  package var groups: [ChartGroup]
  /// The rules that were asked, printed with their thresholds and what they found.
  package var rules: [ChartRule]
  /// What may be drawn as one node each, where the whole would be too much for a sheet.
  package var folds: [ChartFold]
  package var evidence: [ChartEvidence]
  package var notes: [String]
  /// Nil takes the view's own: down for ownership, right for flows.
  package var direction: Direction?

  package init(
    title: String, caseName: String? = nil, asOf: Day, handling: String? = nil, view: View,
    nodes: [ChartNode], edges: [ChartEdge], groups: [ChartGroup] = [], rules: [ChartRule] = [],
    folds: [ChartFold] = [], evidence: [ChartEvidence] = [], notes: [String] = [],
    direction: Direction? = nil
  ) {
    self.title = title
    self.caseName = caseName
    self.asOf = asOf
    self.handling = handling
    self.view = view
    self.nodes = nodes
    self.edges = edges
    self.groups = groups
    self.rules = rules
    self.folds = folds
    self.evidence = evidence
    self.notes = notes
    self.direction = direction
  }

  /// Tests that ids are unique, every edge and group names nodes of this chart, and every evidence
  /// number is listed once.
  package func check() throws(RenderError) {
    func fail(_ what: String) -> RenderError {
      RenderError(
        .badChart, what: what, place: "chart \(title)",
        next: "This is a defect of Clew: please report it with the command.")
    }
    var ids: Set<String> = []
    for node in nodes where !ids.insert(node.id).inserted { throw fail("two nodes \(node.id)") }
    for edge in edges {
      for end in [edge.from, edge.to] where !ids.contains(end) {
        throw fail("an edge names \(end), which is no node")
      }
    }
    for group in groups {
      for member in group.members where !ids.contains(member) {
        throw fail("the group \(group.label) names \(member), which is no node")
      }
    }
    try checkFolds(ids, fail)
    var numbers: Set<Int> = []
    for item in evidence where !numbers.insert(item.number).inserted {
      throw fail("two pieces of evidence numbered \(item.number)")
    }
    for edge in edges {
      for number in edge.evidence where !numbers.contains(number) {
        throw fail("an edge cites [\(number)], which is not listed")
      }
    }
  }

  private func checkFolds(
    _ ids: Set<String>, _ fail: (String) -> RenderError
  ) throws(RenderError) {
    for fold in folds {
      guard !ids.contains(fold.id) else { throw fail("the fold \(fold.id) has a node's id") }
      for member in fold.members where !ids.contains(member) {
        throw fail("the fold \(fold.id) names \(member), which is no node")
      }
      for edge in fold.edges {
        guard
          (edge.from == fold.id && ids.contains(edge.to))
            || (edge.to == fold.id && ids.contains(edge.from))
        else { throw fail("a line of the fold \(fold.id) does not join it to a node") }
      }
    }
  }
}

/// One party, account or other thing on a chart.
package struct ChartNode: Hashable, Sendable {
  /// What is drawn: an outline and an icon, told apart without colour.
  package enum Shape: String, Hashable, Sendable, CaseIterable {
    case person, organisation, vessel, aircraft, asset, unknown, account, wallet, card, cash,
      address, listing
    /// A payment of several parties without a direction between them.
    case transaction
    /// Neighbours of a hub, counted and not drawn.
    case folded
    /// The owner that nobody names: drawn, never dropped.
    case unknownOwner = "unknown-owner"
    /// An owner that a register knows and withholds.
    case anonymousOwner = "anonymous-owner"
    /// A trust, a foundation or the like: parties have roles in it.
    case arrangement
    /// A company whose shares are traded on a market: a search for owners ends at it.
    case traded
    /// A state or one of its bodies.
    case state
  }

  /// An id that people can type (`P3`); unique in the chart.
  package var id: String
  package var shape: Shape
  /// The first line is the name; the others are drawn smaller.
  package var lines: [String]
  /// Short marks under the text, such as `listed: ofac` or `beneficial owner 52.63%`. One that
  /// begins with `listed` is drawn white on dark.
  package var marks: [String]
  /// What the rules of the chart find about it, in marks that stand out.
  package var verdicts: [ChartVerdict]
  package var highlighted: Bool

  package init(
    id: String, shape: Shape, lines: [String], marks: [String] = [],
    verdicts: [ChartVerdict] = [], highlighted: Bool = false
  ) {
    self.id = id
    self.shape = shape
    self.lines = lines
    self.marks = marks
    self.verdicts = verdicts
    self.highlighted = highlighted
  }
}

/// What a rule finds about a node: `bo-eu-amlr yes: Article 52`.
package struct ChartVerdict: Hashable, Sendable {
  package var text: String
  /// True for yes, false for possible.
  package var isCertain: Bool

  package init(_ text: String, isCertain: Bool) {
    self.text = text
    self.isCertain = isCertain
  }
}

/// One line on a chart.
package struct ChartEdge: Hashable, Sendable {
  package enum Relation: String, Hashable, Sendable, CaseIterable {
    case ownership, control, trust, role, holder, money, same, listed
  }

  /// How sure the line is, as its style.
  package enum Confidence: String, Hashable, Sendable, CaseIterable {
    /// Stated by a register, or by two sources.
    case solid
    /// Stated by one source, or judged by a rule.
    case dashed
    /// Indirect, possible or unsure.
    case dotted
  }

  /// How thick the line is: the class of its amount or share within the chart.
  package enum Width: String, Hashable, Sendable, CaseIterable {
    case thin, medium, thick
  }

  package var from: String
  package var to: String
  package var relation: Relation
  /// The relation with its share or sum, then the dates.
  package var label: [String]
  package var confidence: Confidence
  package var width: Width
  /// Numbers of `Chart.evidence`.
  package var evidence: [Int]
  package var highlighted: Bool
  /// False draws no arrow head: the source gives no direction. `same` never has one.
  package var directed: Bool

  package init(
    from: String, to: String, relation: Relation, label: [String] = [],
    confidence: Confidence = .solid, width: Width = .thin, evidence: [Int] = [],
    highlighted: Bool = false, directed: Bool = true
  ) {
    self.from = from
    self.to = to
    self.relation = relation
    self.label = label
    self.confidence = confidence
    self.width = width
    self.evidence = evidence
    self.highlighted = highlighted
    self.directed = directed
  }

  /// The label's lines, the shortest one followed by the evidence numbers, `[1,2]`: the words stay
  /// as narrow as they can.
  package var printedLines: [String] {
    guard !evidence.isEmpty else { return label }
    let numbers = "[" + evidence.sorted().map(String.init).joined(separator: ",") + "]"
    var lines = label
    guard let shortest = lines.indices.min(by: { lines[$0].count < lines[$1].count }) else {
      return [numbers]
    }
    lines[shortest] += " " + numbers
    return lines
  }
}

/// Nodes drawn inside one box.
package struct ChartGroup: Hashable, Sendable {
  package var label: String
  package var members: [String]

  package init(label: String, members: [String]) {
    self.label = label
    self.members = members
  }
}

/// One numbered place in a source that bears out a line.
package struct ChartEvidence: Hashable, Sendable {
  package var number: Int
  /// The id of the source: `S1`.
  package var source: String
  /// The source's path as the casefile names it, relative.
  package var path: String
  /// `line 12`, or `line 12, report/transaction[3]`.
  package var locator: String
  /// What the record says.
  package var what: String

  package init(number: Int, source: String, path: String, locator: String, what: String) {
    self.number = number
    self.source = source
    self.path = path
    self.locator = locator
    self.what = what
  }

  /// `[3] S1 register.csv, line 12: Alpha Ltd owns 60% of Beta Ltd`.
  package var line: String {
    "[\(number)] \(source) \(path), \(locator)" + (what.isEmpty ? "" : ": " + what)
  }
}
