import ClewModel

/// Who states that a party owns or controls a company, and what has to be stated there.
package enum DeclaringRegister: String, Hashable, Sendable, CaseIterable {
  case ukPSC = "uk-psc"
  case bods
  case gleif = "gleif-rr"
  case ftm
  case other

  /// By the name of the format a source was read as.
  package init(format: String) { self = DeclaringRegister(rawValue: format) ?? .other }

  package var title: String {
    switch self {
    case .ukPSC: "UK register of persons with significant control"
    case .bods: "beneficial ownership statement (BODS)"
    case .gleif: "GLEIF accounting parent"
    case .ftm: "FollowTheMoney control"
    case .other: "declared by its source"
    }
  }

  /// The share from which on an owner has to be stated, and whether exactly that share has to be;
  /// nil where control alone is stated.
  ///
  /// More than 25 % (Companies Act 2006, schedule 1A, paragraphs 2 and 3). Statements of BODS come
  /// from registers of many laws and do not say which: 25 %, the most that FATF allows
  /// (interpretive note to Recommendation 24). An accounting parent consolidates: control.
  package var threshold: (share: Int128, isInclusive: Bool)? {
    let quarter = Int128(Share.whole / 4)
    return switch self {
    case .ukPSC: (quarter, false)
    case .bods, .other: (quarter, true)
    case .gleif, .ftm: nil
    }
  }

  /// True where indirect stakes count whole through a chain of majorities and are not multiplied
  /// (Companies Act 2006, schedule 1A, paragraph 18). Other registers do not say how they count, so
  /// that what they declare may be either.
  package var countsMajorityChains: Bool { self == .ukPSC }

  func passes(_ band: Band) -> Verdict {
    guard let threshold else { return .no }
    if band.min > threshold.share || threshold.isInclusive && band.min == threshold.share {
      return .yes
    }
    if band.max > threshold.share || threshold.isInclusive && band.max == threshold.share {
      return .possible
    }
    return .no
  }
}
