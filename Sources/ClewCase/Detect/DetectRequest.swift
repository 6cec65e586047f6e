import ClewAnalyse
import ClewIngest
import ClewModel

/// What `clew detect` is asked.
package struct DetectRequest: Sendable {
  /// Ids of detectors; empty for the rings, or for nothing but `patterns` where there are any.
  package var detectors: [String] = []
  package var all = false
  /// `96h`.
  package var window: String?
  /// `strict` or `windowed`; nil for each detector's own.
  package var time: String?
  package var minAmount: String?
  package var minScore: Decimal64?
  package var stores = true
  /// Paths of patterns in YAML.
  package var patterns: [String] = []
  /// How many findings are printed; nil for all.
  package var limit: Int?
  /// Only findings that touch one of these accounts, or an account of one of these parties.
  package var touching: [String] = []
  /// Only the counts.
  package var summary = false
  package var asOf: Day?

  package init() {}

  func question() throws -> DetectorQuestion {
    var question = DetectorQuestion()
    if let window {
      guard let seconds = Duration64.seconds(window) else {
        throw Failure(
          code: "bad-window", what: "'\(window)' is no length of time.", place: "--window",
          next: "Write a number with s, m, h, d or w, such as 96h or 4d.")
      }
      question.window = seconds
    }
    question.order = try time.map { word in
      guard let order = DetectorQuestion.Order(rawValue: word) else {
        throw Failure(
          code: "bad-time", what: "There is no order of time '\(word)'.", place: "--time",
          next: "Orders are strict and windowed.")
      }
      return order
    }
    question.minAmount = try minAmount.map(PathRequest.money)
    question.minScore = minScore.map(Session.scoreInTenThousandths)
    if let limit, limit < 1 {
      throw Failure(
        code: "bad-limit", what: "--limit is a number from 1.", place: "clew detect",
        next: "Leave it out to print all findings.")
    }
    return question
  }

  /// The built-in detectors to run, in the order of the table.
  func chosen() throws -> [Detector] {
    for id in detectors where Detector.named(id) == nil {
      throw Failure(
        code: "unknown-detector", what: "There is no detector '\(id)'.", place: "clew detect",
        next: "Detectors are \(Detector.all.map(\.id).joined(separator: ", ")).")
    }
    if all { return Detector.all }
    if detectors.isEmpty { return patterns.isEmpty ? Detector.rings : [] }
    return Detector.all.filter { detectors.contains($0.id) }
  }
}

extension Session {
  /// A score as a decimal in ten-thousandths, clamped.
  static func scoreInTenThousandths(_ score: Decimal64) -> Int64 {
    Int64(clamping: Int128(score.mantissa) * 10_000 / Decimal64.power(of: score.scale))
  }

  /// Patterns that analysts wrote, each under a name of its own.
  func patterns(at paths: [String]) throws -> [PaymentPattern] {
    var patterns: [PaymentPattern] = []
    for path in paths {
      let text = String(decoding: try WholeFile.read(path), as: UTF8.self)
      let pattern: PaymentPattern
      do {
        pattern = try PaymentPattern(yaml: text)
      } catch {
        var failure = Failure(error)
        failure.place = failure.place.isEmpty ? path : "\(path), \(failure.place)"
        throw failure
      }
      guard Detector.named(pattern.name) == nil,
        !patterns.contains(where: { $0.name == pattern.name })
      else {
        throw Failure(
          code: "pattern", what: "The name '\(pattern.name)' is taken.", place: path,
          next: "Give the pattern a name of its own.")
      }
      patterns.append(pattern)
    }
    return patterns
  }
}
