import Crypto
import ClewModel

/// What an analyst puts into a trace, as written in a file: who claims, what was the wrongdoer's own,
/// which rule was elected. Names of records are texts here; nothing is looked up. The schema, in YAML
/// (every key may be left out, none may be added):
///
/// ```yaml
/// jurisdiction: England and Wales
/// election:
///   text: the wrongdoer's own money went first (Re Hallett)
///   by: counsel for the claimants
///   date: 2026-03-01
/// claimants:
///   - name: Orla Finch
///     contributions:
///       - transaction: T3            # an id, or the ref a source gave
///         amount: 1000.00            # only where not all of it is hers
///         currency: EUR
/// own: [T5]                          # payments in of the wrongdoer's own money
/// restoring: [T9]                    # top-ups made to restore the trust
/// openings:
///   - account: A1
///     amount: 500.00
///     currency: EUR
///     owner: own                     # own, a claimant's name, or left out
/// assets:
///   - name: a boat
///     transaction: T7                # or transactions: [T7, T8]
///     value: 12000.00
///     currency: EUR
/// rates:
///   - from: EUR
///     to: USD
///     rate: 1.0850
///     day: 2026-01-15
///     tolerance: 0.01                # a share of the result; 0 where left out
///     source: reference rate of the central bank
/// coordinated: true                  # the payments are one scheme
/// order: [T4, T6]                    # the sequence of entries of one day
/// same-day: ledger                   # or withdrawals-first, deposits-first
/// ```
package struct ClaimsFile: Hashable, Sendable {
  /// A value with its place in the file.
  package struct Placed<Value: Hashable & Sendable>: Hashable, Sendable {
    package var value: Value
    /// The dotted path of its key.
    package var key: String
    /// From 1.
    package var line: Int
  }

  package struct Election: Hashable, Sendable {
    package var text: String
    package var by: String?
    package var date: Day?
  }

  package struct Claimant: Hashable, Sendable {
    package var name: Placed<String>
    package var contributions: [Contribution]
  }

  package struct Contribution: Hashable, Sendable {
    package var transaction: Placed<String>
    /// nil for the whole credit.
    package var amount: Placed<Decimal64>?
    package var currency: Placed<String>?
  }

  package struct Opening: Hashable, Sendable {
    package var account: Placed<String>
    package var amount: Placed<Decimal64>
    package var currency: Placed<String>
    package var owner: Placed<String>?
  }

  package struct Asset: Hashable, Sendable {
    package var name: String
    package var transactions: [Placed<String>]
    package var value: Placed<Decimal64>?
    package var currency: Placed<String>?
  }

  package struct Rate: Hashable, Sendable {
    package var from: String
    package var to: String
    package var rate: Decimal64
    package var day: Day
    package var tolerance: Decimal64
    package var source: String
  }

  package var jurisdiction: String?
  package var election: Election?
  package var claimants: [Claimant] = []
  package var own: [Placed<String>] = []
  package var restoring: [Placed<String>] = []
  package var openings: [Opening] = []
  package var assets: [Asset] = []
  package var rates: [Rate] = []
  package var coordinated = false
  package var order: [Placed<String>] = []
  /// `ledger`, `withdrawals-first` or `deposits-first`.
  package var sameDay: String?

  package init() {}

  /// A wrong entry: what is wrong, its line and key, and what to do.
  package static func error(_ what: String, key: String, line: Int?) -> IngestError {
    let place = [line.map { "line \($0)" }, key.isEmpty ? nil : key].compactMap { $0 }
    return IngestError(
      .claims, what: "Claims: \(what).", place: place.joined(separator: ", "),
      next: "Mend the claims file; docs/tracing.md gives its schema.")
  }
}

extension ClaimsFile {
  /// SHA-256 of the text of a file, or of an answer, in hexadecimal: what a record of a trace is
  /// compared by.
  package static func digest(of text: String) -> String {
    SHA256.hash(data: Array(text.utf8)).map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
  }
}
