import ArgumentParser
import ClewCase
import ClewModel
import ClewRender

struct Trace: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Follow money through accounts by a rule of tracing, with every lot.",
    discussion: """
      Forward from a transaction, an account or a party: what lies where now. Backward: where it \
      came from. --method all puts every rule beside the others, with authority and spread. Who \
      claims, what was the wrongdoer's own, openings, assets and rates come from a claims file \
      (docs/tracing.md).

      Example:
        clew trace T1045 --method fifo --ledger
        clew trace A7 --method all --claims claims.yaml
      """)

  @Argument(help: "The transaction, account or party whose money is followed.")
  var id: String

  @Option(help: "Only a part of the transaction, such as 1000EUR.")
  var amount: String?

  @Option(
    help: """
      fifo, lifo, pari-passu, rolling, libr-cap, libr-allocate, own-first, first-charge, poison, \
      or all.
      """)
  var method: String

  @Option(help: "forward: what became of it; backward: where it came from.")
  var direction = "forward"

  @Option(help: "Claimants, own money, elections, openings, assets and rates.")
  var claims: String?

  @Option(help: "The first day that counts.")
  var from: String?

  @Option(help: "The last day that counts.")
  var to: String?

  @Option(help: "Through how many accounts in a row.")
  var maxHops: Int?

  @Option(
    help:
      "Entries of one day: ledger, withdrawals-first or deposits-first. Default: all, as a range.")
  var sameDay: String?

  @Flag(help: "Print the ledger of every account with the lots of every entry.")
  var ledger = false

  @Flag(help: "Do not record the run in the casefile.")
  var noStore = false

  @OptionGroup var common: CommonOptions

  func answer(_ session: Session) async throws -> Answer {
    try session.trace(
      TraceRequest(
        id: id, amount: amount, method: method, direction: direction, claims: claims,
        from: try from.map { try day($0, option: "--from") },
        to: try to.map { try day($0, option: "--to") }, maxHops: maxHops, sameDay: sameDay,
        ledger: ledger, isFlat: common.outputFormat == .csv, isStored: !noStore))
  }
}
