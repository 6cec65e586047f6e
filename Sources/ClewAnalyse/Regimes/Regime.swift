import ClewGraph
import ClewModel

/// A law about owners or listed persons: one row of the table of regimes, with its rule for each
/// period.
package struct Regime: Hashable, Sendable {
  /// What a regime decides.
  package enum Purpose: String, Sendable {
    /// Whether a party counts as owned or controlled by a listed one.
    case exposure
    /// Whether a person is a beneficial owner of a company.
    case beneficialOwner = "beneficial owner"
    /// Other measures of ownership: control, close links.
    case other
  }

  /// The row's id: `san-us-ofac`.
  package var id: String
  /// Short names that `--regime` takes as well.
  package var aliases: [String]
  package var title: String
  package var purpose: Purpose
  /// The rules of the regime, one for each period, oldest first, at least one.
  package var rules: [Rule]

  /// The rule of a day: the one in force, else the next to come, else the last; the rule itself says
  /// whether it is in force.
  package func rule(on day: Day) -> Rule {
    precondition(!rules.isEmpty, "a regime has a rule")
    if let inForce = rules.last(where: { $0.isInForce(on: day) }) { return inForce }
    return rules.first { ($0.from ?? day) > day } ?? rules[rules.count - 1]
  }

  /// How far the wording of a rule was checked.
  package enum Status: String, Sendable {
    case verified, secondary, unverified
  }

  /// What the law says in one period, as data.
  package struct Rule: Hashable, Sendable {
    /// In force in `[from, until)`; nil is open.
    package var from: Day?
    package var until: Day?
    /// True for a rule that stands in the books and is not applied in the period.
    package var isSuspended = false
    /// The share it asks for, in units of `Share.whole`, and whether that share itself suffices.
    package var threshold: Int64
    package var isInclusive: Bool
    package var test: Test
    /// How several persons count together, how indirect holdings count, what control without a share
    /// does, and who is named where nobody is found: for people.
    package var aggregation: String
    package var indirect: String
    package var control: String
    package var fallback: String?
    package var citation: String
    package var status: Status
    /// What a reader has to know before relying on it.
    package var caveat: String?
    package var checkedOn: Day

    package func isInForce(on day: Day) -> Bool {
      (from.map { $0 <= day } ?? true) && (until.map { day < $0 } ?? true)
    }

    /// What is asked of a share.
    var asked: Threshold { Threshold(units: Int128(threshold), isInclusive: isInclusive) }

    /// `>= 25%`, `> 50%`.
    package var thresholdText: String {
      "\(isInclusive ? ">=" : ">") \(ShareText.percent(Int128(threshold)))"
    }
  }

  /// How a rule is computed.
  package enum Test: Hashable, Sendable {
    case exposure(ExposureTest)
    case beneficialOwner(BeneficialOwnerTest)
    /// The `> 50 %` least fixpoint.
    case control
    /// A share of either party in the other, or of a third in both.
    case closeLinks
  }
}

/// How a sanctions rule attributes companies to listed persons: a step rule, never a product.
package struct ExposureTest: Hashable, Sendable {
  /// Whose lists it starts from.
  package var authorities: Set<ListAuthority>
  package var effects: Set<ListEffect>
  /// True where the stakes of different listed persons add up; else each is asked alone.
  package var addsUp: Bool
  /// What is summed, each on its own.
  package var measures: [Measure]
  /// True where stated control attributes a company as ownership does.
  package var countsControl: Bool
  /// What raises a question of control about a company that is not attributed.
  package var questions: Set<ControlQuestion.Signal>
  /// Whose lists decide, where entries on those of the other authorities only may count; nil takes
  /// all of `authorities`.
  package var decidingAuthorities: Set<ListAuthority>?
  /// Lists of these authorities that the rule does not name.
  package var excludedLists: Set<String> = []
  /// The day from which exactly the threshold, held by one listed person, is presumed to give
  /// control; nil where it is not.
  package var presumesFrom: Day?

  /// Whether exactly the threshold is presumed to give control, by what was law and known then.
  func presumes(at moment: Moment) -> Bool {
    guard let presumesFrom else { return false }
    return presumesFrom <= moment.asOf && moment.knownBy.map { presumesFrom <= $0 } ?? true
  }
}

/// How a rule finds beneficial owners.
package struct BeneficialOwnerTest: Hashable, Sendable {
  /// A way in which a person's interest in a company is reckoned.
  package enum Attribution: String, Sendable, CaseIterable {
    /// Shares multiplied along a chain, chains added.
    case product
    /// The direct stake and the whole stakes of all entities that the person controls.
    case controlled
    /// The person's control of the company itself.
    case control
    /// A share, by product, of an entity that controls the company (Article 54(b) of the AMLR).
    case inController
    /// A chain on which every single holding passes the threshold.
    case rolling
    /// A role in a trust or foundation that passes as a person would.
    case role
  }

  /// What is compared with the threshold, each on its own.
  package var measures: [Measure]
  /// Any of these makes a beneficial owner, each with the ground that is printed for it.
  package var decides: [Ground]
  /// These make a possible one: the law leaves the method open.
  package var opens: [Ground] = []
  /// True where a company's shares in itself are taken out of the whole.
  package var takesOutOwnShares = false
  /// Roles in a trust or foundation that make a beneficial owner of what it holds, and the words for
  /// it: `Article 58`.
  package var trustRoles: [LinkKind]
  package var trustGround: String
  /// True where a person who manages the company is named besides its owners, found or not.
  package var alwaysNamesOfficial = false

  /// An attribution and the words for it: `Article 52`.
  package struct Ground: Hashable, Sendable {
    package var attribution: Attribution
    package var text: String
    /// The words where votes decide; where there are any, shares and votes are grounds of their own.
    package var votes: String?
    /// The words for stated control by some means, where they differ from `text`.
    package var means: [ControlMeans: String]

    package init(
      _ attribution: Attribution, _ text: String, votes: String? = nil,
      means: [ControlMeans: String] = [:]
    ) {
      self.attribution = attribution
      self.text = text
      self.votes = votes
      self.means = means
    }
  }
}
