import ArgumentParser
import ClewCase
import ClewModel
import ClewRender
import Glibc

/// The terminal: the only place that prints.
enum Console {
  /// What standard output is: its width, and whether colours are wanted there.
  static var terminal: Terminal {
    guard isatty(STDOUT_FILENO) == 1 else { return .plain }
    var size = winsize()
    let known = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    return Terminal(
      width: known ? Int(size.ws_col) : 100, colour: variable("NO_COLOR") == nil)
  }

  /// Writes a result to standard output. A reader that went away ends the run quietly.
  static func printResult(_ text: String) throws {
    signal(SIGPIPE, SIG_IGN)
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if written > 0 {
        bytes = bytes.dropFirst(written)
      } else if errno == EPIPE {
        throw ExitCode.success
      } else if errno != EINTR {
        throw Failure(
          code: "output",
          what: "The result could not be written: \(String(cString: strerror(errno))).",
          place: "standard output", next: "Free some space or write elsewhere, and run it again.")
      }
    }
  }

  static func printError(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    bytes.withUnsafeBytes { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }

  static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }
}

extension Surroundings {
  /// What the process knows of its surroundings: the one place that asks clock and environment.
  init(options: CommonOptions) throws {
    var now = time(nil)
    var local = tm()
    localtime_r(&now, &local)
    let clock = TimeSpan(lo: Int64(now), precision: .second, zoneMinutes: 0)
    var today = Day(
      year: Int(local.tm_year) + 1900, month: Int(local.tm_mon) + 1, day: Int(local.tm_mday))
    if let text = Console.variable("CLEW_TODAY") {
      guard let day = Day(iso: text) else {
        throw ValidationError("CLEW_TODAY is '\(text)'; it takes a day such as 2026-11-21.")
      }
      today = day
    }
    self.init(
      casefile: options.casefile ?? Console.variable("CLEW_CASE") ?? "case.clew",
      user: Console.variable("CLEW_USER") ?? Console.variable("USER") ?? "unknown",
      today: today ?? Day(number: Int32(now / 86_400)), now: clock.description,
      arguments: Array(CommandLine.arguments.dropFirst()), showValues: options.showValues,
      progress: options.quiet || isatty(STDERR_FILENO) == 0 ? nil : ProgressLine().show)
  }
}

/// One line on standard error that is written over as work goes on.
final class ProgressLine: Sendable {
  func show(_ progress: Progress) {
    var line = "\r\u{1B}[K\(progress.what)  \(megabytes(progress.done)) MB"
    if let total = progress.total, total > 0 {
      line += " of \(megabytes(total)) MB (\(progress.done * 100 / total)%)"
    }
    if progress.seconds > 0 {
      let rate = Double(progress.done) / progress.seconds
      line += ", \(megabytes(Int64(rate))) MB/s"
      if let total = progress.total, rate > 0, total > progress.done {
        line += ", \(Int((Double(total - progress.done) / rate).rounded(.up))) s left"
      }
    }
    if progress.finished { line = "\r\u{1B}[K" }
    let bytes = Array(line.utf8)
    bytes.withUnsafeBytes { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }

  private func megabytes(_ bytes: Int64) -> String {
    Decimal64.text(Int128(bytes / 100_000), scale: 1)
  }
}
