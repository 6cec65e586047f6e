import ClewModel

/// What a party of a report is to it (`ActivityPartyTypeCode`), as the word its role is stated with.
struct FinCENRole: Sendable {
  var word: String
  /// What such a party is, where the report need not say so.
  var kind: PartyKind?

  /// The word and kind of a code; a code that no form has is its own word.
  init(code: String) {
    let known = Self.known[code]
    word = known?.word ?? (code.isEmpty ? "party" : code)
    kind = known?.kind
  }

  private init(_ word: String, _ kind: PartyKind?) {
    self.word = word
    self.kind = kind
  }

  /// The labels of the codes are `FinCENTable.parties`.
  private static let known: [String: FinCENRole] = [
    "3": FinCENRole("authorised-official", .person),
    "4": FinCENRole("recipient", nil),
    "8": FinCENRole("contact-office", .organisation),
    "11": FinCENRole("exempt-party", nil),
    "12": FinCENRole("affiliated-bank", .organisation),
    "15": FinCENRole("filer", nil),
    "16": FinCENRole("payer", .person),
    "17": FinCENRole("conductor-for-another", .person),
    "18": FinCENRole("authority", .organisation),
    "19": FinCENRole("authority-contact", .person),
    "23": FinCENRole("on-behalf-of", nil),
    "30": FinCENRole("filing-institution", .organisation),
    "33": FinCENRole("subject", nil),
    "34": FinCENRole("transaction-location", .organisation),
    "35": FinCENRole("transmitter", .organisation),
    "37": FinCENRole("transmitter-contact", .person),
    "41": FinCENRole("account-institution", .organisation),
    "42": FinCENRole("joint-owner", nil),
    "43": FinCENRole("owner", nil),
    "44": FinCENRole("corporate-owner", .organisation),
    "45": FinCENRole("filing-institution", .organisation),
    "46": FinCENRole("transaction-branch", .organisation),
    "50": FinCENRole("conductor", nil),
    "56": FinCENRole("preparer-firm", .organisation),
    "57": FinCENRole("preparer", .person),
    "58": FinCENRole("common-carrier", .organisation),
  ]
}
