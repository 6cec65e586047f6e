/// What number formats make of a number: a number, a day, a moment, a time of day (ECMA-376 part 1,
/// 18.8.30, numFmt).
enum NumberFormat {
  enum Kind: Equatable { case number, date, dateTime, time }

  /// The kinds of the cell styles of a workbook, by number.
  static func kinds(_ package: OfficePackage, _ part: String) throws -> [Kind] {
    var codes: [Int: String] = [:]
    var formats: [Int] = []
    var isInCells = false
    try package.forEachElement(of: part) { name, attributes in
      switch name {
      case "numFmt":
        if let id = attributes["numFmtId"].flatMap({ Int($0) }) {
          codes[id] = attributes["formatCode"]
        }
      case "cellXfs": isInCells = true
      case "cellStyles", "dxfs": isInCells = false
      case "xf" where isInCells:
        formats.append(attributes["numFmtId"].flatMap { Int($0) } ?? 0)
      default: break
      }
    }
    return formats.map { id in codes[id].map(kind(ofCode:)) ?? builtIn(id) }
  }

  /// The formats every program knows by number alone.
  private static func builtIn(_ id: Int) -> Kind {
    switch id {
    case 14...17, 27...31, 34...36, 50...54, 57, 58: .date
    case 22: .dateTime
    case 18...21, 32, 33, 45, 47, 55, 56: .time
    // 46 is [h]:mm:ss, a duration: a number of days.
    default: .number
    }
  }

  /// The kind of a code such as `dd\.mm\.yyyy`, `#,##0.00 "€"`, `[h]:mm`.
  static func kind(ofCode code: String) -> Kind {
    if code.lowercased().contains("general") { return .number }
    var hasDay = false
    var hasTime = false
    var hasMinuteOrMonth = false
    var scalars = code.unicodeScalars.makeIterator()
    while let scalar = scalars.next() {
      switch scalar {
      case "\"": while let next = scalars.next(), next != "\"" {}
      case "\\", "_", "*": _ = scalars.next()
      case "[":
        var inside = ""
        while let next = scalars.next(), next != "]" { inside.unicodeScalars.append(next) }
        // [h], [mm], [ss] count hours and more beyond a day.
        if !inside.isEmpty, inside.lowercased().allSatisfy({ "hms".contains($0) }) {
          return .number
        }
      case ";": return kind(hasDay, hasTime, hasMinuteOrMonth)
      case "y", "Y", "d", "D", "e": hasDay = true
      case "h", "H", "s", "S": hasTime = true
      case "m", "M": hasMinuteOrMonth = true
      case "0", "#", "?": if !hasTime { return .number }
      default: break
      }
    }
    return kind(hasDay, hasTime, hasMinuteOrMonth)
  }

  private static func kind(_ hasDay: Bool, _ hasTime: Bool, _ hasM: Bool) -> Kind {
    if hasDay { return hasTime ? .dateTime : .date }
    if hasTime { return .time }
    return hasM ? .date : .number
  }
}
