import ClewModel

/// A dossier as Markdown (CommonMark with tables), from the same value as the page.
extension Dossier {
  package func markdown() -> String {
    var parts: [String] = []
    let caveat = handling.map { "**\(Markdown.line($0))**" }
    if let caveat { parts.append(caveat) }
    parts.append("# " + Markdown.line(title))
    parts += opening.map(Markdown.line)
    for section in sections {
      parts.append("## " + Markdown.line(section.title))
      parts += section.blocks.map(Self.markdown)
    }
    parts.append("---")
    parts.append("As of \(asOf) · revision \(revision) · made by Clew")
    if let caveat { parts.append(caveat) }
    return parts.joined(separator: "\n\n") + "\n"
  }

  private static func markdown(of block: Block) -> String {
    switch block {
    case .heading(let text): return "### " + Markdown.line(text)
    case .paragraph(let text): return Markdown.paragraph(text)
    case .list(let items): return items.map { "- " + Markdown.line($0) }.joined(separator: "\n")
    case .chart(let picture):
      let image = "![\(Markdown.line(picture.caption))](\(Markdown.address(picture.file)))"
      return picture.words.isEmpty ? image : image + "\n\n" + Markdown.paragraph(picture.words)
    case .table, .facts, .evidence, .sources:
      return block.asTable.map(Markdown.table) ?? ""
    }
  }
}

/// Text of sources inside Markdown, where nearly every sign means something.
package enum Markdown {
  /// One line: signs of the syntax escaped by a backslash, `&` and `<` as entities (raw HTML is
  /// Markdown too), line feeds as blanks.
  package static func line(_ text: String) -> String { escaped(ShownText.line(text)) }

  /// Line feeds kept as hard breaks.
  package static func paragraph(_ text: String) -> String {
    pieces(text).map(escaped).joined(separator: "\\\n")
  }

  package static func table(_ table: Table) -> String {
    var out = table.title.map { "**\(line($0))**\n\n" } ?? ""
    out += row(table.columns.map { line($0.name) })
    out += row(table.columns.map { $0.alignment == .right ? "---:" : "---" })
    for cells in table.rows {
      out += row(table.columns.indices.map { cell(table.cell(cells, $0).text) })
    }
    for note in table.footer { out += "\n" + line(note) + "\n" }
    return String(out.dropLast())
  }

  /// A relative address of a picture.
  static func address(_ file: String) -> String {
    var out = ""
    for byte in ShownText.line(file).utf8 {
      let isPlain =
        byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A || byte >= 0x30 && byte <= 0x39
        || "-._~/".utf8.contains(byte)
      if isPlain {
        out.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        out += "%" + (digits.count == 1 ? "0" : "") + digits
      }
    }
    return out
  }

  private static func cell(_ text: String) -> String {
    pieces(text).map(escaped).joined(separator: "<br>")
  }

  private static func row(_ cells: [String]) -> String {
    "| " + cells.joined(separator: " | ") + " |\n"
  }

  private static func pieces(_ text: String) -> [String] {
    ShownText.clean(text).split(separator: "\n").map { ShownText.line(String($0)) }
      .filter { !$0.isEmpty }
  }

  private static func escaped(_ line: String) -> String {
    var out = ""
    var atStart = true
    var digitsOnly = true
    for scalar in line.unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\\", "`", "*", "_", "[", "]", "|", "~", "$": out += "\\\(scalar)"
      case "#", "-", "+", "=": out += atStart ? "\\\(scalar)" : String(scalar)
      case ".", ")": out += !atStart && digitsOnly ? "\\\(scalar)" : String(scalar)
      default: out.unicodeScalars.append(scalar)
      }
      if !("0"..."9").contains(scalar) { digitsOnly = false }
      atStart = false
    }
    return out
  }
}
