import ClewModel

/// A statement as its fields say it: account, numbering, balances, lines with their text.
struct MTStatement {
  /// A line with the texts that belong to it.
  struct Entry {
    var field: MTField
    var line: StatementLine
    /// Fields 86, and `NS` of German and Hungarian software.
    var texts: [MTField] = []
    var nonSwift: [MTField] = []
  }

  /// Fields 20 and 21: the references of the sender, and of the request that is answered.
  var reference: MTField?
  var related: MTField?
  var account: MTAccount?
  var numbering: String?
  var time: MTField?
  /// Balances with their tags, in the order of the file.
  var balances: [(field: MTField, balance: MTBalance)] = []
  var entries: [Entry] = []
  /// Fields that say something about the whole statement: floor limits, sums, texts.
  var floorLimits: [MTField] = []
  var sums: [MTField] = []
  var texts: [MTField] = []
  var nonSwift: [MTField] = []
  /// Fields that cannot be read, with the reason.
  var faults: [(field: MTField, reason: String)] = []
  /// Fields that no statement has.
  var others: [MTField] = []

  init(_ fields: [MTField]) {
    let near = Self.day(fields)
    // Texts belong to the line before them; behind a balance, to the statement.
    var isInEntry = false
    var isAfterFault = false
    for field in fields {
      switch field.tag {
      case "20" where reference == nil: reference = field
      case "21" where related == nil: related = field
      case "25" where account == nil, "25P" where account == nil: account = MTAccount(field)
      case "28" where numbering == nil, "28C" where numbering == nil: numbering = field.value
      case "13" where time == nil, "13D" where time == nil: time = field
      case "34F": floorLimits.append(field)
      case "90C", "90D": sums.append(field)
      case "60F", "60M", "62F", "62M", "64", "65":
        isInEntry = false
        isAfterFault = false
        if let balance = MTBalance(field.value) {
          balances.append((field, balance))
        } else {
          faults.append((field, "the balance is not mark, date, currency and amount"))
        }
      case "61":
        do throws(StatementLine.Fault) {
          let line = try StatementLine(field, near: near)
          if line.day == nil {
            throw StatementLine.Fault(reason: "neither date of the statement line exists")
          }
          entries.append(Entry(field: field, line: line))
          (isInEntry, isAfterFault) = (true, false)
        } catch {
          faults.append((field, error.reason))
          (isInEntry, isAfterFault) = (false, true)
        }
      case "86" where isAfterFault: faults.append((field, "the text of a line that is refused"))
      case "86":
        if isInEntry { entries[entries.count - 1].texts.append(field) } else { texts.append(field) }
      case "NS":
        if isInEntry {
          entries[entries.count - 1].nonSwift.append(field)
        } else {
          nonSwift.append(field)
        }
      default: others.append(field)
      }
    }
  }

  /// A day of the statement: that of its first balance.
  private static func day(_ fields: [MTField]) -> Day? {
    for field in fields where field.number == "60" || field.number == "62" {
      if let day = MTBalance(field.value)?.date.day { return day }
    }
    return nil
  }

  /// What tells the statement from others of its account, in every copy of it: field 28 with the
  /// closing balance and its date, without one with the time of field 13D, because banks repeat
  /// numbers. Nil where it states neither.
  var identity: String? {
    let end = closing.map { "\($0.date.raw)/\($0.amount)" } ?? time?.value
    return end.map { "\((numbering ?? "").prefix(40))/\($0.prefix(60))" }
  }

  /// References of the bank that stand on several lines of one side: `FEE`, a booking code. They
  /// identify none of them. Pending and booked lines are told apart.
  var repeatedReferences: Set<String> {
    var seen: Set<String> = []
    var repeated: Set<String> = []
    for entry in entries {
      guard let key = entry.line.referenceKey else { continue }
      if !seen.insert(key).inserted { repeated.insert(key) }
    }
    return repeated
  }

  var opening: MTBalance? { balances.first { $0.field.number == "60" }?.balance }
  var closing: MTBalance? { balances.first { $0.field.number == "62" }?.balance }
  var closingTag: String? { balances.first { $0.field.number == "62" }?.field.tag }

  /// The currency of the statement: of a balance, a floor limit, the account, a sum of entries.
  var currency: String? {
    balances.lazy.compactMap(\.balance.currency).first
      ?? floorLimits.lazy.map { String($0.value.prefix(3)) }.first(where: MTAmount.isCurrency)
      ?? account?.currency
      ?? sums.lazy.map { String($0.value.drop { $0.isNumber }.prefix(3)) }
      .first(where: MTAmount.isCurrency)
  }

  /// What the closing balance is more than opening balance and entries; nil where they agree, or
  /// where one is missing. Expected entries are not booked; balances without entries (MT941) are
  /// checked by the sums of fields 90C and 90D.
  var gap: String? {
    guard let opening, let closing else { return nil }
    var rest = ExactBalance()
    rest.add(closing.amount)
    rest.add(opening.amount, times: -1)
    for entry in entries where !entry.line.isExpected {
      rest.add(entry.line.amount, times: entry.line.isCredit ? -1 : 1)
    }
    if entries.isEmpty {
      for field in sums {
        let money = MTAmount.money(field.value.drop { $0.isNumber })
        guard let money else { return nil }
        rest.add(
          Decimal64(mantissa: money.mantissa, scale: money.scale),
          times: field.tag == "90C" ? -1 : 1)
      }
    }
    return rest.rest
  }
}
