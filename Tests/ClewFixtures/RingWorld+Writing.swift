import ClewGraph
import Glibc

/// A ring world as native tables, so that the whole program can be run on it.
extension RingWorld {
  /// Writes `transactions.csv` (ids `T1`… by row) into the folder, and the truth
  /// beside them as `truth.txt`, which no reader takes for a table: `row ring family` a line.
  ///
  /// - Returns: false where a file cannot be written.
  package func write(to folder: String) -> Bool {
    write(folder + "/transactions.csv") { line in
      line("id,date,from,to,amount,currency\n")
      let payments = snapshot.payments
      for row in 0..<payments.count {
        let from = Int(payments.from[row]) - snapshot.partyCount
        let to = Int(payments.to[row]) - snapshot.partyCount
        let cents = payments.mantissa[row]
        let tens = cents % 100 < 10 ? "0" : ""
        let currency = payments.currencies[Int(payments.currency[row])]
        line(
          "T\(row + 1),\(Self.text(payments.lo[row])),A\(from),A\(to),\(cents / 100).\(tens)"
            + "\(cents % 100),\(currency)\n")
      }
    }
      && write(folder + "/truth.txt") { line in
        for (row, ring) in ringOfRow.enumerated() where ring >= 0 {
          line("T\(row + 1) \(ring) \(rings[Int(ring)].family)\n")
        }
      }
  }

  private func write(_ path: String, _ body: ((String) -> Void) -> Void) -> Bool {
    guard let file = fopen(path, "w") else { return false }
    body { text in fputs(text, file) }
    return fclose(file) == 0
  }

  /// `2022-09-01T00:06:00`.
  private static func text(_ second: Int64) -> String {
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let day = 1 + (second - RingLedger.begin) / 86_400
    let rest = second % 86_400
    let date = "2022-09-\(two(day))"
    return "\(date)T\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))"
  }
}
