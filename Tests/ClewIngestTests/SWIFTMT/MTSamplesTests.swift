import ClewIngest
import ClewModel
import Testing

/// The public samples of messages and statements: what each of them yields, exactly.
@Suite struct MTSamplesTests {
  /// File, accounts, entries, rejections, gaps between balances and entries, and how many entries a
  /// dialect of field 86 has read. Fragments without an account are refused; `invalid_statement` holds
  /// ten digits. The gaps are those of masked or shortened files.
  private static let statements: [String] = [
    "betterplace/currency_in_25.sta 1 0 0 0",
    "betterplace/empty_86.sta 0 0 1 0",
    "betterplace/empty_entry_date.sta 0 0 1 0",
    "betterplace/missing_crlf_at_end.sta 0 0 1 0",
    "betterplace/sepa_mt9401.sta 45 97 0 0 german-gvc 97",
    "betterplace/sepa_snippet.sta 5 11 0 1 german-gvc 11",
    "betterplace/with_binary_character.sta 4 4 0 0 german-gvc 4",
    "cmxl/account_balance_credit.sta 0 0 1 0",
    "cmxl/account_balance_debit.sta 0 0 1 0",
    "cmxl/account_identification_legacy.sta 1 0 0 0",
    "cmxl/available_balance.sta 0 0 1 0",
    "cmxl/closing_balance.sta 0 0 1 0",
    "cmxl/reference.sta 0 0 1 0",
    "cmxl/statement_details.sta 0 0 1 0",
    "cmxl/statement_line.sta 0 0 1 0",
    "jejik/abnamro.sta 4 10 0 2 abn-amro 10",
    "jejik/generic.sta 2 2 0 0",
    "jejik/ing.sta 3 7 0 1 ing 5",
    "jejik/postfinance.sta 2 4 0 1 postfinance 3",
    "jejik/rabobank-iban.sta 4 4 0 0 slashed 4",
    "jejik/rabobank.sta 7 5 0 2 rabobank 5",
    "jejik/triodos.sta 1 2 0 1 german-gvc 2",
    "mBank/mt940.sta 2 3 0 0 polish-mbank 3",
    "mBank/mt942.sta 2 3 0 0 polish-mbank 3",
    "sberbank/171011_01234945.sta 3 3 0 0 non-swift 3",
    "self-provided/account_identification.sta 2 0 0 0",
    "self-provided/details_60-63.sta 2 1 0 1 german-gvc 1",
    "self-provided/february_30.sta 1 1 0 0 german-gvc 1",
    "self-provided/gv_codes.sta 1 1 1 0 german-gvc 1",
    "self-provided/invalid_statement.sta unknown",
    "self-provided/malformed_details.sta 2 1 0 1 german-gvc 1",
    "self-provided/mt942.sta 1 1 0 0",
    "self-provided/multiline.sta 2 1 1 0 german-gvc 1",
    "self-provided/raiffeisen-cmi.sta 3 7 0 1 hungarian-giro 2",
    "self-provided/raphaelm.sta 3 9 0 0 non-swift 2",
    "self-provided/sparkassen.sta 0 0 1 0",
    "self-provided/whitespace.sta 2 1 0 1 german-gvc 1",
    "self-provided/wrapped_timestamp.sta 1 1 0 0 german-gvc 1",
  ]

  /// File, accounts, mentions, transactions, rejections.
  private static let messages: [String] = [
    "MT103_535_A_B.fin 2 7 1 0",
    "MT103_a_2015.fin 3 6 1 0",
    "MT103_fin2.fin 4 9 1 0",
    "MT103_p_2_1_1_C_D.fin 2 6 1 0",
    "MT103_p_2_1_2_B_A.fin 0 4 1 0",
    "MT103_p_2_1_2_B_C.fin 2 6 1 0",
    "MT103_p_2_3_1_a_A_D.fin 2 7 1 0",
    "MT103_pacs008_test_pmtTpInf.fin 3 6 1 0",
    "MT110_10711_mt110_A_B.fin 0 0 0 1",
    "MT112_10911_mt112_A_B.fin 0 0 0 1",
    "MT191_10611_mt191_C_B.fin 0 0 0 1",
    "MT191_camt106_multiple_1.fin 0 0 0 1",
    "MT192_2922_A_D.fin 0 0 0 1",
    "MT199_p_2_5_2_B_A.fin 0 0 0 1",
    "MT199_p_3_2_1_b_D_A.fin 0 0 0 1",
    "MT200_00911_mt200_C_D.fin 1 4 1 0",
    "MT202COV_p_2_3_1_b_A_B.fin 0 8 1 0",
    "MT202_10621a_B_A.fin 0 2 1 0",
    "MT202_c2941_B_E.fin 0 8 1 0",
    "MT202_p_2_2_1_B_C.fin 0 5 1 0",
    "MT202_p_2_3_1_b_C_B.fin 0 5 1 0",
    "MT204_01011_mt204_A_B.fin 1 4 1 0",
    "MT204_01011_mt204_E_F.fin 2 4 1 0",
    "MT205COV_p_4_3_2_B_C.fin 4 8 1 0",
    "MT205_205RETN_pacs004_2.fin 0 4 1 0",
    "MT205_205RETN_pacs004_4.fin 0 4 1 0",
    "MT210_5811_A_B.fin 0 0 0 1",
    "MT292_5641_B_E.fin 0 0 0 1",
    "MT296_5641_E_B.fin 0 0 0 1",
    "MT299_p_2_4_2_B_E.fin 0 0 0 1",
    "MT910_5411_mt910_C_D.fin 1 2 1 0",
    "MT940_5311_mt940_B_D.fin 1 0 1 0",
    "MT940_5311_mt940_C_D.fin 1 0 1 0",
    "MT941_5211_mt941_A_B.fin 1 0 0 0",
    "MT942_5211_mt942_C_D.fin 1 0 1 0",
  ]

  @Test(.enabled(if: publicData != nil, "the public data is not there"))
  func everyStatement() throws {
    let root = (publicData ?? "") + "/formats/swift-mt/mt940-wolph"
    var lines: [String] = []
    for input in try Inputs.expand(paths: [root]) where input.name.hasSuffix(".sta") {
      let name = input.name.split(separator: "/").suffix(2).joined(separator: "/")
      let bytes = try content(input)
      guard let type = try? Formats.detect(SourceHead(bytes: bytes)) else {
        lines.append("\(name) unknown")
        continue
      }
      let source = try MTSource(bytes: bytes)
      #expect(type.description.name == "mt940" && source.unread.isEmpty, "\(name)")
      let all = source.reading.all
      let gaps = all.accounts.flatMap(\.facts).filter { $0.property == "balance-gap" }.count
      var counts: [String: Int] = [:]
      for fact in all.transactions.details.flatMap(\.facts) where fact.property == "read-by" {
        counts[fact.value, default: 0] += 1
      }
      let numbers = [all.accounts.count, all.transactions.count, all.rejections.count, gaps]
      let read = counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
      lines.append(([name] + numbers.map(String.init) + read).joined(separator: " "))
    }
    #expect(lines.sorted() == Self.statements.sorted())
  }

  @Test(.enabled(if: publicData != nil, "the public data is not there"))
  func everyMessage() throws {
    let root = (publicData ?? "") + "/formats/swift-mt/mt-mx-pairs-ballerina"
    var lines: [String] = []
    for input in try Inputs.expand(paths: [root]) where input.name.hasSuffix(".fin") {
      let name = input.name.split(separator: "/").last.map(String.init) ?? ""
      let source = try MTSource(bytes: try content(input))
      #expect(source.reading.header?.format == "swift-mt" && source.unread.isEmpty, "\(name)")
      let all = source.reading.all
      let numbers = [
        all.accounts.count, all.mentions.count, all.transactions.count, all.rejections.count,
      ]
      lines.append(([name] + numbers.map(String.init)).joined(separator: " "))
    }
    #expect(lines.sorted() == Self.messages.sorted())
  }
}
