/// One sheet of a workbook as the text of a comma-separated table, so that every reader of tables
/// reads sheets too: line n is row n, whatever rows the sheet leaves out.
///
/// Texts stand as they are, line ends inside a cell as blanks; numbers and dates as `SheetNumber`
/// says; errors as their names (`#N/A`); a formula whose result was never worked out as `#FORMULA`.
/// Memory: the bytes asked for, one step of the reader, and `forgotten`.
final class SheetStream {
  private let workbook: Workbook
  private let reader: XMLReader
  private var out: [UInt8] = []
  private var handed = 0
  private var isAtEnd = false
  /// The row that was written last, the column of the cell that was, and of the last one met.
  private var row = 0
  private var column = -1
  private var metColumn = -1
  private var cell = Cell()
  private var isInData = false

  private struct Cell {
    var column = 0
    var type = ""
    var style = 0
    var value: [UInt8] = []
    var hasFormula = false
    var phonetic = 0
    /// `v`, or `t` of an inline text.
    var takes = false
  }

  /// Once as many bytes were handed out, they are dropped.
  private static let forgotten = 1 << 16
  private static let lastRow = 1_048_576
  private static let lastColumn = 16_384

  init(_ workbook: Workbook, _ sheet: Workbook.Sheet) throws {
    self.workbook = workbook
    reader = try workbook.read(sheet)
  }

  /// Fills the buffer from its start; returns how many bytes, 0 only at the end.
  func pull(_ buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    while out.count - handed < buffer.count, !isAtEnd { try step() }
    let count = min(buffer.count, out.count - handed)
    buffer.copyBytes(from: out[handed..<(handed + count)])
    handed += count
    if handed == out.count {
      out.removeAll(keepingCapacity: true)
      handed = 0
    } else if handed >= Self.forgotten {
      out.removeSubrange(..<handed)
      handed = 0
    }
    return count
  }

  private func step() throws {
    guard let event = try reader.next() else {
      if row > 0 { out.append(0x0A) }
      isAtEnd = true
      return
    }
    let name = reader.names.text(event.name)
    switch (event.kind, name) {
    case (.start, "sheetData"): isInData = true
    case (.end, "sheetData"): isInData = false
    case (.start, "row") where isInData: try begin(row: event)
    case (.start, "c") where isInData: try begin(cell: event)
    case (.end, "c") where isInData: write()
    case (.start, "f"): cell.hasFormula = true
    case (.start, "rPh"): cell.phonetic += 1
    case (.end, "rPh"): cell.phonetic -= 1
    case (.text, "v"): reader.append(textOf: event, to: &cell.value)
    case (.text, "t") where cell.type == "inlineStr" && cell.phonetic == 0:
      reader.append(textOf: event, to: &cell.value)
    default: break
    }
  }

  private func begin(row event: XMLEvent) throws {
    let stated = reader.attributeTexts(of: event)["r"].flatMap { Int($0) }
    let next = stated ?? row + 1
    guard next > row, next <= Self.lastRow else {
      throw reader.error(
        .notWellFormed, "row \(next) does not come after row \(row)", line: event.line,
        open: [event.name], next: "Open the workbook in a spreadsheet program and save it again.")
    }
    out += [UInt8](repeating: 0x0A, count: row == 0 ? next - 1 : next - row)
    row = next
    column = -1
    metColumn = -1
  }

  private func begin(cell event: XMLEvent) throws {
    let attributes = reader.attributeTexts(of: event)
    cell = Cell()
    cell.type = attributes["t"] ?? "n"
    cell.style = attributes["s"].flatMap { Int($0) } ?? 0
    cell.column = attributes["r"].flatMap(Self.column) ?? metColumn + 1
    guard cell.column > metColumn, cell.column < Self.lastColumn else {
      throw reader.error(
        .notWellFormed, "a cell does not come after the one before it", line: event.line,
        open: [event.name], next: "Open the workbook in a spreadsheet program and save it again.")
    }
    metColumn = cell.column
  }

  /// The column of a reference such as `AB12`, from 0.
  private static func column(_ reference: String) -> Int? {
    var number = 0
    var letters = 0
    for byte in reference.utf8.prefix(4) where (65...90).contains(byte) {
      number = number * 26 + Int(byte) - 64
      letters += 1
    }
    return letters > 0 && letters < 4 ? number - 1 : nil
  }

  private func write() {
    let text = shown()
    guard !text.isEmpty else { return }
    out += [UInt8](
      repeating: UInt8(ascii: ","), count: column < 0 ? cell.column : cell.column - column)
    column = cell.column
    let needsQuotes =
      text.contains { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") }
      || text.first == 0x20 || text.last == 0x20
    guard needsQuotes else {
      out += text
      return
    }
    out.append(UInt8(ascii: "\""))
    for byte in text {
      if byte == UInt8(ascii: "\"") { out.append(byte) }
      out.append(byte)
    }
    out.append(UInt8(ascii: "\""))
  }

  private func shown() -> [UInt8] {
    if cell.value.isEmpty {
      return cell.hasFormula && cell.type != "str" ? Array("#FORMULA".utf8) : []
    }
    let stated = String(decoding: cell.value, as: UTF8.self)
    switch cell.type {
    case "s":
      let text = Int(stated).flatMap { workbook.texts[$0] }
      return text.map(Self.oneLine) ?? Array("#TEXT \(stated)".utf8)
    case "b": return Array((stated == "1" ? "TRUE" : "FALSE").utf8)
    case "n":
      let kind = workbook.kind(ofStyle: cell.style)
      let date =
        kind == .number ? nil : SheetNumber.date(stated, kind, is1904: workbook.is1904)
      return Array((date ?? SheetNumber.text(stated) ?? stated).utf8)
    default: return Self.oneLine(cell.value[...])
    }
  }

  private static func oneLine(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var line = Array(text)
    while let last = line.last, last <= 0x20 { line.removeLast() }
    let start = line.firstIndex { $0 > 0x20 } ?? line.endIndex
    line.removeSubrange(..<start)
    for index in line.indices where line[index] == 0x0A || line[index] == 0x0D {
      line[index] = 0x20
    }
    return line
  }
}
