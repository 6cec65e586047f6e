/// Lengths of time as people type them: `90m`, `96h`, `4d`, `2w`, `30s`.
package enum Duration64 {
  /// Seconds, from 1 second to 100 years; nil where the text is something else.
  package static func seconds(_ text: String) -> Int64? {
    let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800]
    guard let last = text.last, let unit = units[last], text.utf8.count <= 12,
      let count = Int64(text.dropLast()), count > 0
    else { return nil }
    let (seconds, overflow) = count.multipliedReportingOverflow(by: unit)
    return overflow || seconds > 36_525 * 86_400 ? nil : seconds
  }

  /// The shortest text of whole units: `4d`, `36h`.
  package static func text(_ seconds: Int64) -> String {
    for (word, unit) in [("d", Int64(86_400)), ("h", 3_600), ("m", 60)]
    where seconds != 0 && seconds.isMultiple(of: unit) {
      return "\(seconds / unit)\(word)"
    }
    return "\(seconds)s"
  }
}
