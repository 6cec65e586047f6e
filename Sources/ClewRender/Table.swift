/// Rows and columns for people, for CSV and for dossiers.
package struct Table: Hashable, Sendable {
  package enum Alignment: String, Hashable, Sendable {
    case left
    /// For figures.
    case right
  }

  package struct Column: Hashable, Sendable {
    package var name: String
    package var alignment: Alignment

    package init(_ name: String, _ alignment: Alignment = .left) {
      self.name = name
      self.alignment = alignment
    }
  }

  package struct Cell: Hashable, Sendable, ExpressibleByStringLiteral {
    /// What a cell tells beside its words; colour on a terminal, a class in a dossier.
    package enum Tone: String, Hashable, Sendable {
      case plain, id, good, warning, alarm, quiet
    }

    package var text: String
    package var tone: Tone

    package init(_ text: String, _ tone: Tone = .plain) {
      self.text = text
      self.tone = tone
    }

    package init(stringLiteral value: String) { self.init(value) }
  }

  /// How people see it; CSV has rows and columns either way.
  package enum Layout: String, Hashable, Sendable {
    case grid
    /// One row after the other, its first cell above its other cells with their names; cells that
    /// are empty are left out. For rows of sentences: it never takes more than 100 columns.
    case blocks
  }

  package var title: String?
  package var layout = Layout.grid
  package var columns: [Column]
  package var rows: [[Cell]]
  /// Sentences under the table.
  package var footer: [String]

  package init(
    title: String? = nil, columns: [Column], rows: [[Cell]] = [], footer: [String] = []
  ) {
    self.title = title
    self.columns = columns
    self.rows = rows
    self.footer = footer
  }

  /// The cell, empty where the row is short.
  func cell(_ row: [Cell], _ column: Int) -> Cell { column < row.count ? row[column] : "" }
}

extension Table {
  /// The table in columns two blanks apart. On a terminal it keeps within the width by wrapping the
  /// widest columns; where even that does not fit, each row is written as `name  value` lines.
  /// Nothing is ever cut off. Control characters and bidirectional overrides are taken out.
  package func text(for terminal: Terminal) -> String {
    var out = ""
    if let title { out += Paint.bold(ShownText.line(title), terminal) + "\n" }
    let natural = columns.indices.map { index in
      rows.reduce(CharacterCells.cells(of: ShownText.line(columns[index].name))) { widest, row in
        CellText.lines(cell(row, index).text).reduce(widest) {
          max($0, CharacterCells.cells(of: $1))
        }
      }
    }
    if layout == .blocks {
      out += blocks(terminal)
    } else if let widths = Self.fit(natural, into: terminal.width) {
      out += grid(widths, terminal)
    } else {
      out += records(terminal)
    }
    for line in footer {
      for part in CellText.wrap(ShownText.clean(line), cells: terminal.width ?? .max) {
        out += part + "\n"
      }
    }
    return out
  }

  private static let gap = 2
  private static let narrowest = 10

  /// Widths within the limit: the widest columns give way first, none below ten; nil when that is
  /// not enough.
  static func fit(_ natural: [Int], into limit: Int?) -> [Int]? {
    guard let limit else { return natural }
    var widths = natural
    let room = limit - gap * max(0, natural.count - 1)
    var excess = widths.reduce(0, +) - room
    while excess > 0 {
      guard let widest = widths.max(), widest > narrowest else { return nil }
      let index = widths.firstIndex(of: widest) ?? 0
      let second = widths.filter { $0 < widest }.max() ?? 0
      let step = max(1, min(excess, widest - max(second, narrowest)))
      widths[index] -= step
      excess -= step
    }
    return widths
  }

  private func grid(_ widths: [Int], _ terminal: Terminal) -> String {
    guard !columns.isEmpty else { return "" }
    var out = ""
    let names = columns.map { Cell($0.name) }
    out += line(names, widths, terminal) { Paint.bold($0, terminal) }
    out += widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ") + "\n"
    for row in rows { out += line(row, widths, terminal, paint: nil) }
    return out
  }

  /// One row, on as many lines as its longest cell needs.
  private func line(
    _ row: [Cell], _ widths: [Int], _ terminal: Terminal, paint: ((String) -> String)?
  ) -> String {
    let parts = columns.indices.map { index in
      CellText.wrap(ShownText.clean(cell(row, index).text), cells: widths[index])
    }
    var out = ""
    for level in 0..<max(1, parts.map(\.count).max() ?? 1) {
      var text = ""
      var pending = 0
      for (index, lines) in parts.enumerated() {
        let words = level < lines.count ? lines[level] : ""
        let blank = max(0, widths[index] - CharacterCells.cells(of: words))
        let right = columns[index].alignment == .right
        text += String(repeating: " ", count: words.isEmpty ? 0 : pending + (right ? blank : 0))
        if !words.isEmpty {
          text += paint.map { $0(words) } ?? Paint.toned(words, cell(row, index).tone, terminal)
          pending = 0
        }
        pending += (words.isEmpty ? widths[index] : right ? 0 : blank) + Self.gap
      }
      out += text + "\n"
    }
    return out
  }

  private static let blockWidth = 100

  /// The rows below one another, as `Layout.blocks` says.
  private func blocks(_ terminal: Terminal) -> String {
    let names = columns.map { ShownText.line($0.name) }
    let label = names.dropFirst().map { CharacterCells.cells(of: $0) }.max() ?? 0
    let width = min(terminal.width ?? Self.blockWidth, Self.blockWidth)
    let room = max(Self.narrowest, width - label - 2 * Self.gap)
    let indent = String(repeating: " ", count: Self.gap)
    var out = ""
    for row in rows {
      out += "\n" + Paint.toned(ShownText.line(cell(row, 0).text), cell(row, 0).tone, terminal)
      out += "\n"
      for index in columns.indices.dropFirst() where !cell(row, index).text.isEmpty {
        let lines = CellText.wrap(ShownText.clean(cell(row, index).text), cells: room)
        for (level, words) in lines.enumerated() {
          let head = level == 0 ? names[index] : ""
          let blanks = label - CharacterCells.cells(of: head) + Self.gap
          out += indent + Paint.bold(head, terminal) + String(repeating: " ", count: blanks)
          out += Paint.toned(words, cell(row, index).tone, terminal) + "\n"
        }
      }
    }
    return out
  }

  /// The rows as blocks of `name  value`.
  private func records(_ terminal: Terminal) -> String {
    let label = columns.map { CharacterCells.cells(of: ShownText.line($0.name)) }.max() ?? 0
    let room = max(Self.narrowest, (terminal.width ?? .max) - label - Self.gap)
    var out = ""
    for (number, row) in rows.enumerated() {
      if number > 0 { out += "\n" }
      for index in columns.indices {
        let name = ShownText.line(columns[index].name)
        let lines = CellText.wrap(ShownText.clean(cell(row, index).text), cells: room)
        for (level, words) in lines.enumerated() {
          let head = level == 0 ? name : ""
          let blanks = label - CharacterCells.cells(of: head) + Self.gap
          out += Paint.bold(head, terminal) + String(repeating: " ", count: blanks)
          out += Paint.toned(words, cell(row, index).tone, terminal) + "\n"
        }
      }
    }
    return out
  }
}

/// Colours that read well on dark and on light: the eight of the terminal's own palette, no white,
/// black or yellow.
private enum Paint {
  static func bold(_ text: String, _ terminal: Terminal) -> String {
    terminal.colour && !text.isEmpty ? "\u{1B}[1m\(text)\u{1B}[0m" : text
  }

  static func toned(_ text: String, _ tone: Table.Cell.Tone, _ terminal: Terminal) -> String {
    guard terminal.colour, !text.isEmpty else { return text }
    let code =
      switch tone {
      case .plain: ""
      case .id: "36"
      case .good: "32"
      case .warning: "35"
      case .alarm: "1;31"
      case .quiet: "2"
      }
    return code.isEmpty ? text : "\u{1B}[\(code)m\(text)\u{1B}[0m"
  }
}

/// Text in columns of a terminal.
enum CellText {
  static func lines(_ text: String) -> [String] {
    ShownText.clean(text).split(separator: "\n", omittingEmptySubsequences: false).map {
      String($0).split(separator: "\t", omittingEmptySubsequences: false).joined(separator: " ")
    }
  }

  /// Breaks at line feeds, at blanks, and inside words too long for a line.
  static func wrap(_ text: String, cells: Int) -> [String] {
    lines(text).flatMap { line -> [String] in
      guard CharacterCells.cells(of: line) > cells else { return [line] }
      var result: [String] = []
      var current = ""
      var used = 0
      for word in line.split(separator: " ") {
        let extent = CharacterCells.cells(of: word)
        if used > 0, used + 1 + extent <= cells {
          current += " " + word
          used += 1 + extent
          continue
        }
        if used > 0 { result.append(current) }
        (current, used) = ("", 0)
        for character in word {
          let step = CharacterCells.cells(of: character)
          if used > 0, used + step > cells {
            result.append(current)
            (current, used) = ("", 0)
          }
          current.append(character)
          used += step
        }
      }
      return result + [current]
    }
  }
}
