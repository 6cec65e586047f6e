import ClewModel

/// A date format spelled out, such as `dd.MM.yyyy` or `yyyy/MM/dd HH:mm`.
///
/// `yyyy` year, `yy` year of 1970 to 2069, `MM` month, `M` one or two digits, `MMM` English
/// abbreviation (`Mar`), `dd` and `d` day, `HH`, `mm`, `ss` time; anything else stands for itself.
/// Nothing is guessed between day and month: the pattern says which is which.
struct DatePattern: Sendable {
  private enum Token {
    case year, shortYear, month, anyMonth, monthName, day, anyDay, hour, minute,
      second, literal(UInt8)
  }

  private static let words: [(String, Token)] = [
    ("yyyy", .year), ("yy", .shortYear), ("MMM", .monthName), ("MM", .month), ("M", .anyMonth),
    ("dd", .day), ("d", .anyDay), ("HH", .hour), ("mm", .minute), ("ss", .second),
  ]
  private static let months: [StaticString] = [
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
  ]

  private let tokens: [Token]
  private let precision: TimeSpan.Precision

  /// - Returns: nil where a letter stands for nothing, the year is missing, or the parts below it
  ///   leave a gap (a day without a month, minutes without hours).
  init?(_ pattern: String) {
    var rest = pattern[...]
    var tokens: [Token] = []
    var parts: Set<Int> = []
    reading: while let first = rest.first {
      for (word, token) in Self.words where rest.hasPrefix(word) {
        let part = Self.part(token)
        guard parts.insert(part).inserted else { return nil }
        tokens.append(token)
        rest = rest.dropFirst(word.count)
        continue reading
      }
      guard !first.isLetter || first == "T" || first == "Z", let byte = first.asciiValue else {
        return nil
      }
      tokens.append(.literal(byte))
      rest = rest.dropFirst()
    }
    let precisions: [Int: TimeSpan.Precision] = [
      1: .year, 2: .month, 3: .day, 5: .minute, 6: .second,
    ]
    guard parts == Set(1...max(parts.count, 1)), let precision = precisions[parts.count] else {
      return nil
    }
    self.tokens = tokens
    self.precision = precision
  }

  /// Year 1 to second 6.
  private static func part(_ token: Token) -> Int {
    switch token {
    case .year, .shortYear: 1
    case .month, .anyMonth, .monthName: 2
    case .day, .anyDay: 3
    case .hour: 4
    case .minute: 5
    case .second: 6
    case .literal: 0
    }
  }

  /// Reads a whole cell; nil where it does not follow the pattern or names no such day.
  func time(_ cell: Cell) -> TimeSpan? {
    var (year, month, day, hour, minute, second) = (0, 1, 1, 0, 0, 0)
    var at = 0
    func take(_ count: Int) -> Int? {
      guard let value = cell.digits(at, count) else { return nil }
      at += count
      return value
    }
    func takeOneOrTwo() -> Int? { cell.digits(at, 2) != nil ? take(2) : take(1) }
    for token in tokens {
      var value: Int? = 0
      switch token {
      case .year:
        value = take(4).map {
          year = $0; return $0
        }
      case .shortYear:
        value = take(2).map {
          year = $0 < 70 ? 2000 + $0 : 1900 + $0; return $0
        }
      case .month:
        value = take(2).map {
          month = $0; return $0
        }
      case .anyMonth:
        value = takeOneOrTwo().map {
          month = $0; return $0
        }
      case .monthName:
        value = Self.month(cell, &at).map {
          month = $0; return $0
        }
      case .day:
        value = take(2).map {
          day = $0; return $0
        }
      case .anyDay:
        value = takeOneOrTwo().map {
          day = $0; return $0
        }
      case .hour:
        value = take(2).map {
          hour = $0; return $0
        }
      case .minute:
        value = take(2).map {
          minute = $0; return $0
        }
      case .second:
        value = take(2).map {
          second = $0; return $0
        }
      case .literal(let byte):
        guard at < cell.count, cell[at] == byte else { return nil }
        at += 1
      }
      if value == nil { return nil }
    }
    guard at == cell.count, hour < 24, minute < 60, second <= 60,
      let date = Day(year: year, month: month, day: day)
    else { return nil }
    let clock = hour * 3600 + minute * 60 + min(second, 59)
    return TimeSpan(lo: Int64(date.number) * 86_400 + Int64(clock), precision: precision)
  }

  private static func month(_ cell: Cell, _ at: inout Int) -> Int? {
    guard at + 3 <= cell.count else { return nil }
    let word = Cell(rebasing: cell[at..<(at + 3)])
    at += 3
    return months.firstIndex { word.isWord($0) }.map { $0 + 1 }
  }
}
