/// A table as CSV (RFC 4180): CRLF, quotes where needed, the columns' names first.
///
/// A spreadsheet runs a cell that begins with `=`, `+`, `-` or `@` (or a tab or a carriage return
/// before one) as a formula, so such a cell gets an apostrophe before it. A plain number in a column
/// of figures is left alone: `-12.50` stays a number.
package enum CSVTable {
  package static func text(_ table: Table) -> String {
    var out = line(table.columns.map { neutral($0.name) })
    for row in table.rows {
      out += line(
        table.columns.indices.map { index in
          let text = table.cell(row, index).text
          let isFigure = table.columns[index].alignment == .right && JSON.isNumber(text)
          return isFigure ? text : neutral(text)
        })
    }
    return out
  }

  private static func line(_ fields: [String]) -> String {
    fields.map(quoted).joined(separator: ",") + "\r\n"
  }

  private static func neutral(_ text: String) -> String {
    // A control character or a blank before the sign does not make it harmless.
    let first = text.unicodeScalars.first { $0.value > 0x20 && ShownText.isShown($0) }
    switch first {
    case "=", "+", "-", "@", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}": return "'" + text
    default: break
    }
    switch text.unicodeScalars.first {
    case "\t", "\r": return "'" + text
    default: return text
    }
  }

  private static func quoted(_ field: String) -> String {
    let special = field.unicodeScalars.contains {
      $0 == "," || $0 == "\"" || $0 == "\n" || $0 == "\r" || $0 == "\t" || $0 == ";"
    }
    guard special || field.hasPrefix(" ") || field.hasSuffix(" ") else { return field }
    var out = "\""
    for scalar in field.unicodeScalars {
      if scalar == "\"" { out += "\"" }
      out.unicodeScalars.append(scalar)
    }
    return out + "\""
  }
}
