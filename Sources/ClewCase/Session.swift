import ClewIngest
import ClewMatch
import ClewModel
import ClewRender
import ClewStore

/// What a front end knows of its surroundings. Nothing below asks a clock or an environment.
package struct Surroundings: Sendable {
  /// Path of the casefile.
  package var casefile: String
  /// Who works, for the journal.
  package var user: String
  /// The day that answers are for where no `--as-of` is given.
  package var today: Day
  /// The time of writing for the journal, ISO 8601.
  package var now: String
  /// The command line as given, for the journal.
  package var arguments: [String]
  /// Whether error messages may name personal values.
  package var showValues: Bool
  package var progress: (@Sendable (Progress) -> Void)?

  package init(
    casefile: String, user: String, today: Day, now: String, arguments: [String],
    showValues: Bool = false,
    progress: (@Sendable (Progress) -> Void)? = nil
  ) {
    self.casefile = casefile
    self.user = user
    self.today = today
    self.now = now
    self.arguments = arguments
    self.showValues = showValues
    self.progress = progress
  }
}

/// How far a long piece of work is, in bytes.
package struct Progress: Sendable {
  package var what: String
  package var done: Int64
  package var total: Int64?
  package var seconds: Double
  package var finished = false

  package init(what: String, done: Int64, total: Int64?, seconds: Double, finished: Bool = false) {
    self.what = what
    self.done = done
    self.total = total
    self.seconds = seconds
    self.finished = finished
  }
}

/// The application: every front end asks its questions here and gets an `Answer` back.
package struct Session: Sendable {
  package static let version = "0.1.0"

  package let surroundings: Surroundings

  package init(_ surroundings: Surroundings) { self.surroundings = surroundings }

  /// How names are folded everywhere in a casefile.
  static let folding = Folding(key: NameKey.key, tokens: NameKey.tokens)
}

/// The two clocks of a question: what was true on a day, by what was known on another.
package struct Dates: Sendable {
  package var asOf: Day?
  package var knownBy: Day?

  package init(asOf: Day? = nil, knownBy: Day? = nil) {
    self.asOf = asOf
    self.knownBy = knownBy
  }
}
