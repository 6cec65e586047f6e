import ClewModel

/// The first rows of a table of unknown layout: its delimiter, where its header stands, its cells.
struct TableSample {
  struct Row {
    var line: Int
    var cells: [String]
  }

  var encoding: TextEncoding
  var delimiter: UInt8
  /// Lines before the header (before the first row, where there is none).
  var skip: Int
  /// Nil where the table has no header.
  var header: [String]?
  var rows: [Row]
  /// Rows whose number of cells is another: trailers and notes.
  var others: [Row]
  /// The lines before the table.
  var preamble: [Row]

  /// - Throws: `IngestError(.profile)` where no rows of one width are found.
  init(_ bytes: [UInt8], isCut: Bool, name: String) throws {
    let detected = TextEncoding.detect(bytes, isCut: isCut)
    encoding = detected.encoding
    var text = detected.encoding.decode(bytes.dropFirst(detected.markLength))
    if isCut, let end = text.lastIndex(where: \.isNewline) { text = String(text[..<end]) }
    let utf8 = Array(text.utf8)
    var best: (delimiter: UInt8, rows: [Row], width: Int, weight: Int)?
    for delimiter in Delimiter.candidates {
      let rows = try Self.rows(utf8, delimiter)
      var widths: [Int: Int] = [:]
      for row in rows where row.cells.count > 1 { widths[row.cells.count, default: 0] += 1 }
      guard
        let (width, count) = widths.max(by: {
          ($0.value * $0.key, $0.key) < ($1.value * $1.key, $1.key)
        })
      else { continue }
      let weight = count * width
      if weight > best?.weight ?? 0 { best = (delimiter, rows, width, weight) }
    }
    guard let best else {
      throw IngestError(
        .profile, what: "no table was found: no sign cuts its lines into cells", place: name,
        next: "Give the file as comma, semicolon, tab or bar separated text, or as .xlsx.")
    }
    delimiter = best.delimiter
    let all = best.rows
    // The first record has the width of the table and a date or a number in it; the header is the
    // last line of names before it.
    let data = all.firstIndex { $0.cells.count == best.width && Self.isRecord($0.cells) }
    let top = all[..<(data ?? all.count)].lastIndex { Self.isHeader($0.cells) }
    let first = data ?? all.count
    if let top {
      header = all[top].cells
      skip = all[top].line - 1
      preamble = Array(all[..<top])
    } else {
      header = nil
      skip = (data.map { all[$0].line } ?? 1) - 1
      preamble = Array(all[..<first])
    }
    let width = best.width
    rows = all[first...].filter { $0.cells.count == width }
    others = all[first...].filter { $0.cells.count != width }
    setApartTotals()
  }

  /// True for cells of which one is a date and another a number.
  private static func isRecord(_ cells: [String]) -> Bool {
    let traits = cells.filter { !$0.isEmpty }.map { ColumnTraits([$0]) }
    guard let date = traits.firstIndex(where: { !$0.dates.isEmpty }) else { return false }
    return traits.indices.contains { $0 != date && !traits[$0].numbers.isEmpty }
  }

  /// Rows at the end that fill much fewer cells than the others are totals, no records.
  private mutating func setApartTotals() {
    func filled(_ row: Row) -> Int { row.cells.count { !$0.isEmpty } }
    let usual = rows.map(filled).sorted()
    guard rows.count > 1 else { return }
    let middle = usual[usual.count / 2]
    while let last = rows.last, rows.count > 1, filled(last) * 2 < middle {
      others.insert(last, at: 0)
      rows.removeLast()
    }
  }

  private static func rows(_ utf8: [UInt8], _ delimiter: UInt8) throws -> [Row] {
    let reader = try CSVReader(
      ByteStream(name: "", bytes: utf8), delimiter: delimiter, encoding: .utf8)
    var rows: [Row] = []
    // A quote that one delimiter leaves open ends the rows that it gives.
    while let event = try? reader.next(), event != .end {
      guard event == .record else { continue }
      rows.append(Row(line: reader.line, cells: (0..<reader.count).map { reader[$0].trimmed.text }))
    }
    return rows
  }

  /// Names are texts: none is a number or a date, two at least, and no two are the same.
  private static func isHeader(_ cells: [String]) -> Bool {
    let names = cells.filter { !$0.isEmpty }
    return names.count >= 2 && Set(names).count == names.count
      && names.allSatisfy { name in
        name.contains(where: \.isLetter) && CheckDigits.iban(name) == nil
          && name.filter(\.isNumber).count * 2 < name.count
      }
  }

  func column(_ index: Int) -> [String] {
    rows.compactMap { $0.cells.indices.contains(index) ? $0.cells[index] : nil }
      .filter { !$0.isEmpty }
  }

  var width: Int { header?.count ?? rows.first?.cells.count ?? 0 }
}

/// What all cells of a column can be read as.
struct ColumnTraits {
  var dates: [String] = []
  var numbers: [NumberSign] = []
  var isIBAN = false
  var isBIC = false
  /// Every cell is an IBAN or a number of an account: six digits at least, hardly a letter.
  var isAccount = false
  /// Some cells hold words.
  var hasWords = false
  var isCurrency = false
  /// The one value of a column that never changes.
  var constant: String?
  var values: Set<String> = []
  var hasMinus = false

  /// Decimal and grouping signs of numbers; no grouping is 0.
  struct NumberSign: Hashable {
    var decimal: UInt8
    var grouping: UInt8
  }

  static let datePatterns = [
    "yyyy-MM-dd", "dd.MM.yyyy", "dd.MM.yy", "dd/MM/yyyy", "MM/dd/yyyy", "dd/MM/yy", "MM/dd/yy",
    "yyyy/MM/dd", "yyyy.MM.dd", "dd-MM-yyyy", "MM-dd-yyyy", "yyyyMMdd", "dd MMM yyyy",
    "dd-MMM-yyyy", "d.M.yyyy", "d/M/yyyy", "M/d/yyyy", "MMM dd, yyyy",
  ]
  private static let clocks = ["", " HH:mm", " HH:mm:ss", "THH:mm:ss", ", HH:mm"]
  static let numberSigns: [NumberSign] = [
    NumberSign(decimal: UInt8(ascii: "."), grouping: 0),
    NumberSign(decimal: UInt8(ascii: ","), grouping: 0),
    NumberSign(decimal: UInt8(ascii: "."), grouping: UInt8(ascii: ",")),
    NumberSign(decimal: UInt8(ascii: ","), grouping: UInt8(ascii: ".")),
    NumberSign(decimal: UInt8(ascii: ","), grouping: UInt8(ascii: " ")),
    NumberSign(decimal: UInt8(ascii: "."), grouping: UInt8(ascii: " ")),
    NumberSign(decimal: UInt8(ascii: "."), grouping: UInt8(ascii: "'")),
  ]
  /// Texts around numbers that are stripped.
  static let strips = ["€", "$", "£", "EUR", "USD", "GBP", "CHF", "PLN", "Ft", "Kč", "kr"]

  init(_ cells: [String]) {
    guard !cells.isEmpty else { return }
    values = Set(cells)
    constant = values.count == 1 ? cells[0] : nil
    isIBAN = cells.allSatisfy { CheckDigits.iban($0) != nil }
    isAccount = cells.allSatisfy(Self.isAccount)
    hasWords = cells.contains { $0.filter(\.isLetter).count > 2 && !Self.isAccount($0) }
    isBIC = cells.allSatisfy { CheckDigits.bic8($0) != nil }
    isCurrency = cells.allSatisfy { cell in
      cell.utf8.count == 3 && cell.utf8.allSatisfy { (65...90).contains($0) }
    }
    hasMinus = cells.contains { $0.contains("-") || $0.contains("\u{2212}") }
    if cells.allSatisfy({ cell in cell.contains(where: \.isNumber) }) {
      dates = Self.patterns(cells)
      numbers = Self.numberSigns.filter { sign in
        cells.allSatisfy { Self.decimal($0, sign) != nil }
      }
    }
  }

  private static func isAccount(_ cell: String) -> Bool {
    let compact = CheckDigits.compact(cell)
    // The shape of an IBAN; its check digits are for the reader to test.
    if compact.count >= 15, compact.prefix(2).allSatisfy(\.isLetter),
      compact.dropFirst(2).prefix(2).allSatisfy(\.isNumber), !cell.contains("  ")
    {
      return compact.dropFirst(4).allSatisfy { $0.isLetter || $0.isNumber }
    }
    let digits = cell.filter(\.isNumber).count
    let letters = cell.filter(\.isLetter).count
    return digits >= 6 && letters <= 4 && digits + letters + 6 >= cell.count
      && ColumnTraits.patterns([cell]).isEmpty && !cell.contains(",")
  }

  private static func patterns(_ cells: [String]) -> [String] {
    // The clock is that of the first cell.
    for clock in clocks {
      let fitting = datePatterns.map { $0 + clock }.filter { pattern in
        guard let date = DatePattern(pattern) else { return false }
        return cells.allSatisfy { cell in
          Array(cell.utf8).withUnsafeBufferPointer { date.time($0) != nil }
        }
      }
      if !fitting.isEmpty { return fitting }
    }
    return []
  }

  static func decimal(_ cell: String, _ sign: NumberSign) -> Decimal64? {
    let style = NumberStyle(
      decimal: sign.decimal, grouping: sign.grouping, strip: strips.map { Array($0.utf8) })
    return Array(cell.utf8).withUnsafeBufferPointer { style.decimal($0) }
  }
}
