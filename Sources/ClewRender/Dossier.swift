import ClewModel

/// A dossier: what is known of one or more parties, with the place of every statement, as one value
/// that is written as HTML and as Markdown.
package struct Dossier: Hashable, Sendable {
  package var title: String
  package var caseName: String?
  package var asOf: Day
  /// The handling caveat, printed at the top and the bottom of every page.
  package var handling: String?
  /// The casefile's revision that the dossier was made from.
  package var revision: Int
  package var sections: [Section]

  package init(
    title: String, caseName: String? = nil, asOf: Day, handling: String? = nil, revision: Int,
    sections: [Section]
  ) {
    self.title = title
    self.caseName = caseName
    self.asOf = asOf
    self.handling = handling
    self.revision = revision
    self.sections = sections
  }

  package struct Section: Hashable, Sendable {
    package var title: String
    package var blocks: [Block]

    package init(_ title: String, _ blocks: [Block]) {
      self.title = title
      self.blocks = blocks
    }
  }

  package enum Block: Hashable, Sendable {
    case heading(String)
    case paragraph(String)
    case list([String])
    case table(Table)
    case chart(Picture)
    case facts([StatedFact])
    case evidence([EvidenceLine])
    case sources([SourceLine])
  }

  /// A chart inside a dossier.
  package struct Picture: Hashable, Sendable {
    /// One `<svg>` element without an XML declaration, from `ChartRenderer.inlineSVG`.
    package var svg: String
    package var caption: String
    /// What a person who cannot see it is told.
    package var words: String
    /// Where the Markdown finds the picture, relative to it: `ownership.svg`.
    package var file: String

    package init(svg: String, caption: String, words: String = "", file: String) {
      self.svg = svg
      self.caption = caption
      self.words = words
      self.file = file
    }
  }

  /// One fact and who states it where.
  package struct StatedFact: Hashable, Sendable {
    package var property: String
    package var value: String
    /// As stated, where that differs.
    package var raw: String?
    package var source: String
    package var locator: String

    package init(
      property: String, value: String, raw: String? = nil, source: String, locator: String
    ) {
      self.property = property
      self.value = value
      self.raw = raw
      self.source = source
      self.locator = locator
    }
  }

  /// One place in a source.
  package struct EvidenceLine: Hashable, Sendable {
    package var number: Int
    package var source: String
    package var file: String
    package var line: Int
    /// The element path, empty for lines of a table.
    package var element: String
    /// What the record says.
    package var what: String

    package init(
      number: Int, source: String, file: String, line: Int, element: String = "", what: String
    ) {
      self.number = number
      self.source = source
      self.file = file
      self.line = line
      self.element = element
      self.what = what
    }
  }

  /// One source with what identifies it.
  package struct SourceLine: Hashable, Sendable {
    package var id: String
    package var path: String
    package var format: String
    package var sha256: String
    package var asOf: String
    package var handling: String

    package init(
      id: String, path: String, format: String, sha256: String, asOf: String = "",
      handling: String = ""
    ) {
      self.id = id
      self.path = path
      self.format = format
      self.sha256 = sha256
      self.asOf = asOf
      self.handling = handling
    }
  }

  /// The sentences that stand under every title.
  var opening: [String] {
    var facts = "As of \(asOf), from revision \(revision) of the casefile"
    if let caseName { facts += " \(caseName)" }
    return [
      facts + ".",
      "Every statement names the source and the place in it. Absence of a link is not evidence of"
        + " absence.",
    ]
  }
}

extension Dossier.Block {
  /// Facts, evidence and sources are tables too.
  var asTable: Table? {
    switch self {
    case .table(let table): table
    case .facts(let facts):
      Table(
        title: "Facts as stated",
        columns: ["Property", "Value", "As written", "Source", "Place"].map { Table.Column($0) },
        rows: facts.map { fact in
          [
            Table.Cell(fact.property), Table.Cell(fact.value), Table.Cell(fact.raw ?? "", .quiet),
            Table.Cell(fact.source, .id), Table.Cell(fact.locator),
          ]
        })
    case .evidence(let lines):
      Table(
        title: "Evidence",
        columns: [
          Table.Column("No.", .right), Table.Column("Source"), Table.Column("File"),
          Table.Column("Line", .right), Table.Column("Element"), Table.Column("What it says"),
        ],
        rows: lines.map { line in
          [
            Table.Cell("[\(line.number)]"), Table.Cell(line.source, .id), Table.Cell(line.file),
            Table.Cell(String(line.line)), Table.Cell(line.element), Table.Cell(line.what),
          ]
        })
    case .sources(let lines):
      Table(
        title: "Sources",
        columns: ["Source", "File", "Format", "SHA-256", "As of", "Handling"].map {
          Table.Column($0)
        },
        rows: lines.map { line in
          [
            Table.Cell(line.id, .id), Table.Cell(line.path), Table.Cell(line.format),
            Table.Cell(line.sha256, .quiet), Table.Cell(line.asOf), Table.Cell(line.handling),
          ]
        })
    case .heading, .paragraph, .list, .chart: nil
    }
  }
}
