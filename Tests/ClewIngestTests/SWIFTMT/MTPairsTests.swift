import ClewIngest
import ClewModel
import Testing

/// One payment in SWIFT MT and in ISO 20022 makes one graph: the public pairs of both, compared
/// field by field. What is unlike is listed here by pair, with the reason.
@Suite struct MTPairsTests {
  /// What one pair says differently, `MT / MX`, and why both are read right.
  private static let differences: [(pair: String, unlike: [String], reason: String)] = [
    (
      "MT200_00911_mt200_C_D.fin",
      ["payee.ids: bic NDEAFIHH / bic CITIUS33MIA", "role creditor-agent: CITIUS33MIA / -"],
      """
      MT200 moves the sender's money to its own account at the bank in 57a (SWIFT, MT200 scope); the \
      twin calls that bank the creditor and writes NOTPROVIDED for the creditor's agent
      """
    ),
    (
      "MT910_5411_mt910_C_D.fin", ["end-to-end: - / 494936/DEV", "ref: C11126C9224 / -"],
      """
      the twin copies field 21, the reference of the message behind the credit, into InstrId and \
      EndToEndId, and keeps the bank's own reference (20) as the id of the message alone
      """
    ),
    (
      "MT940_5311_mt940_C_D.fin", ["end-to-end: - / pacs008EndToEnd"],
      "the twin takes the reference for the owner in field 61 for an end-to-end id"
    ),
    (
      "MT942_5211_mt942_C_D.fin", ["end-to-end: - / pacs008EndToEnd"],
      "as in the MT940"
    ),
  ]

  /// Pairs that state no transaction on either side, and what they are.
  private static let without: [String: String] = [
    "MT110_10711_mt110_A_B.fin": "cheques", "MT112_10911_mt112_A_B.fin": "a stopped cheque",
    "MT191_10611_mt191_C_B.fin": "a claim for charges",
    "MT191_camt106_multiple_1.fin": "a claim for charges",
    "MT192_2922_A_D.fin": "a request for cancellation", "MT199_p_2_5_2_B_A.fin": "a status",
    "MT199_p_3_2_1_b_D_A.fin": "a status", "MT210_5811_A_B.fin": "money that may come",
    "MT292_5641_B_E.fin": "a request for cancellation", "MT296_5641_E_B.fin": "an answer",
    "MT299_p_2_4_2_B_E.fin": "a status", "MT941_5211_mt941_A_B.fin": "balances alone",
  ]

  @Test(.enabled(if: publicData != nil, "the public data is not there"))
  func everyPairSaysTheSame() throws {
    var compared = 0
    var fields = 0
    var silent: [String] = []
    var unlike: [String: [String]] = [:]
    for (mt, mx) in try Self.pairs() {
      let left = try Self.read(mt: mt).map { PaymentShape.all($0.all) } ?? []
      let right = try Self.read(mx: mx).map { PaymentShape.all($0.all) } ?? []
      #expect(left.count == right.count, "\(mt)")
      if left.isEmpty, right.isEmpty { silent.append(mt) }
      for (one, other) in zip(left, right) {
        compared += 1
        fields += one.fields.count
        let found = one.differences(from: other)
        if !found.isEmpty { unlike[mt, default: []] += found }
      }
    }
    #expect(compared == 23 && fields >= 200)
    #expect(silent.sorted() == Self.without.keys.sorted())
    var listed: [String: [String]] = [:]
    for difference in Self.differences { listed[difference.pair] = difference.unlike }
    #expect(unlike == listed)
  }

  /// Accounts whose bank only the MT names: it goes to the bank that keeps the account to be debited
  /// (SWIFT, MT204 field 53a); the twin names no agent of the debtor.
  private static let banksOfTheMTAlone = [
    "MT204_01011_mt204_E_F.fin": ["BOFSGB2L 25698745"]
  ]

  /// The banks that keep the accounts of both sides, and what the messages say of accounts.
  @Test(.enabled(if: publicData != nil, "the public data is not there"))
  func accountsStandAtTheSameBanks() throws {
    var compared = 0
    for (mt, mx) in try Self.pairs() {
      guard let a = try Self.read(mt: mt), let b = try Self.read(mx: mx) else { continue }
      let (left, right) = (Self.institutions(a), Self.institutions(b))
      compared += left.count
      let alone = left.filter { !right.contains($0) }
      #expect(alone == Self.banksOfTheMTAlone[mt] ?? [], "\(mt)")
      let plain = left.map { alone.contains($0) ? "- " + $0.split(separator: " ")[1] : $0 }
      #expect(plain.sorted() == right, "\(mt)")
    }
    #expect(compared == 31)
  }

  /// Balances of the statements, in one vocabulary.
  @Test(.enabled(if: publicData != nil, "the public data is not there"))
  func balancesAreTheSame() throws {
    var compared = 0
    for (mt, mx) in try Self.pairs() where mt.hasPrefix("MT94") {
      let a = try #require(try Self.read(mt: mt))
      let b = try #require(try Self.read(mx: mx))
      let (left, right) = (Self.balances(a), Self.balances(b))
      #expect(left == right, "\(mt)")
      compared += left.count
    }
    #expect(compared == 8)
  }

  // MARK: - reading

  private static let root = (publicData ?? "") + "/formats/"

  private static func pairs() throws -> [(mt: String, mx: String)] {
    let table = try fileBytes(root + "swift-mt/mt-mx-pairs-ballerina/PAIRS.csv")
    return String(decoding: table, as: UTF8.self).split(whereSeparator: \.isNewline).dropFirst()
      .map { $0.split(separator: ",").map(String.init) }
      .map { ($0[0], $0[3]) }
  }

  private static func read(mt: String) throws -> Reading? {
    try read(root + "swift-mt/mt-mx-pairs-ballerina/" + mt)
  }

  private static func read(mx: String) throws -> Reading? {
    try read(root + "iso20022/mx-ballerina/" + mx)
  }

  /// Nil for a message that is refused by name.
  private static func read(_ path: String) throws -> Reading? {
    let bytes = try fileBytes(path)
    guard let type = try? Formats.detect(SourceHead(bytes: bytes)) else { return nil }
    return try Reading(try type.init(options: ReadOptions()), bytes)
  }

  private static func institutions(_ reading: Reading) -> [String] {
    reading.all.accounts.map { account in
      let place = account.institution.map { CheckDigits.bic8($0) ?? $0 } ?? "-"
      return "\(place) \(account.iban ?? account.number ?? "-")"
    }.sorted()
  }

  private static func balances(_ reading: Reading) -> [String] {
    reading.all.accounts.flatMap(\.facts).filter { $0.property.rawValue.hasSuffix("balance") }
      .map(MTSource.line).sorted()
  }
}
