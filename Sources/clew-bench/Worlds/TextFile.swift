import Glibc

/// A file written through one megabyte of buffer.
final class TextFile {
  private let file: UnsafeMutablePointer<FILE>
  private var buffer: [UInt8] = []

  init(path: String) throws {
    guard let file = fopen(path, "w") else { throw BenchError("cannot write \(path)") }
    self.file = file
    buffer.reserveCapacity(1 << 20)
  }

  func write(_ text: String) {
    buffer.append(contentsOf: text.utf8)
    if buffer.count > 1 << 20 { flush() }
  }

  /// Writes a number with at least `width` digits.
  func write(_ number: Int, width: Int = 1) {
    var digits: [UInt8] = []
    var rest = number
    repeat {
      digits.append(UInt8(48 + rest % 10))
      rest /= 10
    } while rest > 0
    for _ in 0..<max(0, width - digits.count) { buffer.append(48) }
    buffer.append(contentsOf: digits.reversed())
  }

  func close() {
    flush()
    fclose(file)
  }

  private func flush() {
    buffer.withUnsafeBytes { _ = fwrite($0.baseAddress, 1, $0.count, file) }
    buffer.removeAll(keepingCapacity: true)
  }
}

/// A workload that cannot run, with the reason.
struct BenchError: Error, CustomStringConvertible {
  var description: String
  init(_ description: String) { self.description = description }
}
