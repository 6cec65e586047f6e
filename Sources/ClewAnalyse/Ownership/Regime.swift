import ClewModel

/// A legal or economic rule about ownership, as data: what is compared with what, and who says so.
package struct Regime: Hashable, Sendable {
  /// How far the wording of the rule was checked.
  package enum Status: String, Sendable {
    case verified, secondary, unverified
  }

  package var id: String
  package var title: String
  /// The share it asks for, in units of `Share.whole`, and whether that share itself suffices.
  package var threshold: Int64
  package var isInclusive: Bool
  /// How several listed persons count together.
  package var aggregation: String
  /// How indirect holdings count.
  package var indirect: String
  package var citation: String
  package var status: Status
  package var checkedOn: Day
}

extension Regime {
  /// `>= 50%` in the aggregate, step by step, never multiplied (OFAC FAQ 398 to 402).
  package static let ofac = Regime(
    id: "san-us-ofac", title: "OFAC 50 percent rule", threshold: Share.whole / 2,
    isInclusive: true, aggregation: "all listed persons together, across programmes (FAQ 399)",
    indirect: "only through entities themselves 50% or more owned in the aggregate; such an "
      + "entity's whole stake counts; never multiplied (FAQ 401)",
    citation: "OFAC revised guidance of 13 August 2014; FAQ 398-402; 31 CFR 583.411",
    status: .verified, checkedOn: Day(number: 20_778))

  /// Beneficial owners of Regulation (EU) 2024/1624, Articles 51 to 54.
  package static let amlr = Regime(
    id: "bo-eu-amlr", title: "EU AML Regulation beneficial owner", threshold: Share.whole / 4,
    isInclusive: true, aggregation: "holdings of one person add up",
    indirect: "multiplied along a chain, chains added, unless Article 54 applies",
    citation: "Regulation (EU) 2024/1624 Articles 51-54, applies from 10 July 2027",
    status: .verified, checkedOn: Day(number: 20_778))

  /// The `> 50 %` least fixpoint of the company-control literature.
  package static let control = Regime(
    id: "company-control", title: "Company control", threshold: Share.whole / 2,
    isInclusive: false, aggregation: "a holder and everything it controls",
    indirect: "through controlled companies, each with its whole stake",
    citation: "company control as in the papers of the Bank of Italy (Vadalog)",
    status: .verified, checkedOn: Day(number: 20_778))

  /// The rules that are computed, by id.
  package static let all = [amlr, control, ofac]
}
