import ClewModel
import Glibc

/// One labelled laundering ring: who paid whom, when and how much, in the source's own names.
package struct RingPattern: Sendable {
  package struct Payment: Sendable {
    package var second: Int64
    package var from: String
    package var to: String
    /// In one common currency, so that ratios inside a ring can be kept.
    package var dollars: Double

    package init(second: Int64, from: String, to: String, dollars: Double) {
      self.second = second
      self.from = from
      self.to = to
      self.dollars = dollars
    }
  }

  /// As detectors name it: `cycle`, `scatter-gather`.
  package var family: String
  package var payments: [Payment]

  package init(family: String, payments: [Payment]) {
    self.family = family
    self.payments = payments
  }

  /// The rings of an AMLworld pattern file: blocks from `BEGIN LAUNDERING ATTEMPT - FAMILY` to
  /// `END`, rows as in its transactions. Empty where the file cannot be read.
  package static func rings(amlworld path: String) -> [RingPattern] {
    var rings: [RingPattern] = []
    for line in lines(of: path) {
      if line.hasPrefix("BEGIN LAUNDERING ATTEMPT - ") {
        let rest = line.dropFirst("BEGIN LAUNDERING ATTEMPT - ".count)
        let family = rest.prefix { $0 != ":" }.split(separator: " ").first ?? "?"
        rings.append(RingPattern(family: family.lowercased(), payments: []))
      } else if !line.hasPrefix("END"), !rings.isEmpty, let payment = payment(line) {
        rings[rings.count - 1].payments.append(payment)
      }
    }
    return rings
  }

  private static func payment(_ line: String) -> Payment? {
    let cells = line.split(separator: ",", omittingEmptySubsequences: false)
    guard cells.count >= 9 else { return nil }
    let time = String(cells[0].map { $0 == "/" ? "-" : $0 })
    guard let span = TimeSpan(iso: time), let amount = Double(String(cells[7])) else { return nil }
    let rate = dollarsPerUnit[String(cells[8])] ?? 1
    return Payment(
      second: span.lo, from: "\(cells[1])/\(cells[2])", to: "\(cells[3])/\(cells[4])",
      dollars: amount * rate)
  }

  /// The rates that AMLworld itself converts with, told by amounts that its rings pass on whole.
  private static let dollarsPerUnit: [String: Double] = [
    "US Dollar": 1, "Euro": 1.1719, "UK Pound": 1.2916, "Swiss Franc": 1.0928, "Yen": 0.0095,
    "Yuan": 0.1493, "Rupee": 0.0136, "Ruble": 0.0128, "Mexican Peso": 0.0473, "Shekel": 0.2961,
    "Saudi Riyal": 0.2666, "Brazil Real": 0.1771, "Canadian Dollar": 0.7579,
    "Australian Dollar": 0.7078, "Bitcoin": 11879,
  ]

  /// The lines of a text file, without their ends.
  package static func lines(of path: String) -> [String] {
    guard let file = fopen(path, "r") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let read = fread(&buffer, 1, buffer.count, file)
      guard read > 0 else { break }
      bytes.append(contentsOf: buffer[0..<read])
    }
    return bytes.split(whereSeparator: { $0 == 10 || $0 == 13 }).map {
      String(decoding: $0, as: UTF8.self)
    }
  }
}
