import ClewRender
import Glibc

/// One line of JSON on standard output for one measured run.
struct Measurement {
  private var members: [JSON.Member]

  init(_ workload: String) { members = [.init("workload", .string(workload))] }

  mutating func add(_ name: String, _ count: Int) { members.append(.init(name, .int(count))) }
  mutating func add(_ name: String, _ text: String) { members.append(.init(name, .string(text))) }

  /// A figure with four significant decimals.
  mutating func add(_ name: String, _ figure: Double) {
    let thousandths = Int((figure * 10_000).rounded())
    members.append(
      .init(name, .number("\(thousandths / 10_000).\(pad(thousandths % 10_000))")))
  }

  func print() {
    let line = Array((JSON.object(members).compact + "\n").utf8)
    line.withUnsafeBytes { _ = write(STDOUT_FILENO, $0.baseAddress, $0.count) }
  }

  private func pad(_ number: Int) -> String {
    let digits = String(abs(number))
    return String(repeating: "0", count: 4 - digits.count) + digits
  }
}
