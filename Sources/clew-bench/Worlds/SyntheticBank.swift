import ClewModel

/// A synthetic bank: `transactions.csv` of the native tables, ten columns, in time order.
///
/// Accounts lie with 40 institutions. One in ten payments goes to one of a hundred merchants, so
/// that the world has hubs; the rest is spread evenly.
struct SyntheticBank {
  var rows: Int
  var accounts = 170_000
  var firstRow = 0
  var seed: UInt64 = 1
  var first = Day(year: 2025, month: 1, day: 1) ?? Day(number: 0)
  var days = 300

  static let header =
    "id,date,from,to,amount,currency,mode,reference,from_institution,to_institution\n"
  private static let modes = ["transfer", "card", "standing-order", "direct-debit"]
  private static let purposes = ["invoice", "rent", "salary", "order", "fee", "refund"]

  func write(to path: String) throws {
    let file = try TextFile(path: path)
    var seed = Seed(self.seed)
    file.write(Self.header)
    for row in 0..<rows {
      let payer = seed.below(accounts)
      let payee = seed.below(10) == 0 ? seed.below(100) : seed.below(accounts)
      let second = row * days * 86_400 / max(rows, 1)
      let day = Day(number: first.number + Int32(second / 86_400))
      file.write("T")
      file.write(firstRow + row, width: 9)
      file.write(",\(day)T")
      file.write(second % 86_400 / 3600, width: 2)
      file.write(":")
      file.write(second / 60 % 60, width: 2)
      file.write(":")
      file.write(second % 60, width: 2)
      file.write(",")
      file.write(account: payer)
      file.write(",")
      file.write(account: payee)
      file.write(",")
      file.write(1 + seed.below(5000))
      file.write(".")
      file.write(seed.below(100), width: 2)
      file.write(",EUR,")
      file.write(Self.modes[seed.below(Self.modes.count)])
      file.write(",")
      file.write(Self.purposes[seed.below(Self.purposes.count)])
      file.write(" ")
      file.write(seed.below(1_000_000), width: 6)
      file.write(",BANK")
      file.write(payer % 40, width: 2)
      file.write(",BANK")
      file.write(payee % 40, width: 2)
      file.write("\n")
    }
    file.close()
  }
}

extension TextFile {
  /// The number of an account of the synthetic bank.
  func write(account number: Int) { write(4_000_000_000 + number * 7, width: 10) }
}
