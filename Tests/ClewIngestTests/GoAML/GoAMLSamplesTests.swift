import ClewModel
import Testing

/// Every goAML file of the public data, with counts taken by hand from the files.
@Suite(.enabled(if: GoAMLSamples.areHere, "the public data is not here"))
struct GoAMLSamplesTests {
  struct Expected: Sendable, CustomStringConvertible {
    var file: String
    /// Persons and organisations, counting identical statements once.
    var mentions: Int
    var accounts = 0
    var transactions = 0
    var links = 0
    var kind: String
    var ref: String?
    var description: String { file }
  }

  static let expected = [
    // The reporting person and one reported person each.
    Expected(file: "AIF", mentions: 2, kind: "AIF", ref: "AIF-2026-008"),
    Expected(file: "SAR", mentions: 2, kind: "SAR", ref: "SAR-2026-014"),
    Expected(file: "DPMSR", mentions: 2, kind: "DPMSR", ref: "DPMSR-2026-001"),
    // The reporting person, and the two persons between whom one transaction goes.
    Expected(file: "AIFT", mentions: 3, transactions: 1, kind: "AIFT", ref: "AIFT-2026-009"),
    Expected(file: "ECDDT", mentions: 3, transactions: 1, kind: "ECDDT", ref: "ECDDT-2026-022"),
    // The reporting person, a company, and its director_id: one link.
    Expected(
      file: "TR.2079.200000309", mentions: 3, links: 1, kind: "DPMSR", ref: "PAY 0001 INV 0001"),
    Expected(file: "USG-dpmsr-activity", mentions: 3, links: 1, kind: "DPMSR", ref: "4000004"),
    // No header; two accounts, each with one related person, as parties without direction.
    Expected(
      file: "involved-parties.synthetic", mentions: 2, accounts: 2, transactions: 1, links: 2,
      kind: ""),
  ]

  @Test(arguments: expected) func countsOfASample(_ sample: Expected) throws {
    let bytes = try #require(GoAMLSamples.bytes(sample.file + ".xml"))
    let read = try goAML(bytes)
    #expect(read.mentions.count == sample.mentions)
    #expect(read.accounts.count == sample.accounts)
    #expect(read.transactions.count == sample.transactions)
    #expect(read.links.count == sample.links)
    #expect(read.filings.map(\.kind) == [sample.kind])
    #expect(read.filings.map(\.ref) == [sample.ref])
    #expect(read.rejections.isEmpty)
    #expect(read.mentions.allSatisfy { !$0.name.isEmpty && $0.occurrences == 1 })
    for mention in read.mentions {
      let range =
        Int(
          mention.provenance.offset)..<(Int(mention.provenance.offset)
        + Int(mention.provenance.length))
      let cited = String(decoding: bytes[range], as: UTF8.self)
      let element = mention.provenance.path.split(separator: "/").last.map {
        $0.prefix { $0 != "[" }
      }
      #expect(cited.hasPrefix("<\(element ?? "")>") && cited.hasSuffix("</\(element ?? "")>"))
    }
  }

  @Test func aCashSideIsCashAndTheOtherIsNot() throws {
    let read = try goAML(try #require(GoAMLSamples.bytes("AIFT.xml")))
    let row = try #require(read.transactions.first)
    #expect(row.from == Transactions.cash && row.to == Transactions.none)
    #expect(row.amount == "65000.00" && row.currency == "AED" && row.mode == "ELCFT")
    #expect(row.ref == "TXN-AIFT-001" && row.time.description == "2026-05-24T14:30:00")
    #expect(row.detail.roles.map(\.name) == ["from", "to"])
    #expect(row.detail.roles.map(\.funds) == ["CASH", "BANKD"])
    #expect(read.mentions[1].facts.contains(Fact(.nationalID, "784198512345671", qualifier: "AE")))
    #expect(read.mentions[1].facts.contains(Fact(.knownToReporter, "yes")))
  }

  @Test func partiesWithoutDirectionStayWithoutOne() throws {
    let read = try goAML(try #require(GoAMLSamples.bytes("involved-parties.synthetic.xml")))
    let row = try #require(read.transactions.first)
    #expect(row.from == Transactions.none && row.to == Transactions.none)
    #expect(row.detail.roles.map(\.account) == [0, 1])
    #expect(row.currency.isEmpty && row.amount == "100.0")
    #expect(read.accounts.map(\.number) == ["IBAN1", "IBAN2"])
    #expect(
      read.accounts[0].keys(set: "s") == [.institution("BankA", number: "IBAN1")])
    #expect(read.links.allSatisfy { $0.kind == .linked && $0.role == "13" })
  }

  @Test func aSentinelIsKeptAsStatedAndIsNoIdentifier() throws {
    let read = try goAML(try #require(GoAMLSamples.bytes("TR.2079.200000309.xml")))
    let person = try #require(read.mentions.first)
    #expect(person.facts.contains(Fact("ssn", "784199000000000")))
    #expect(person.facts.filter { $0.property == .nationalID }.map(\.value) == ["N0000000"])
    let link = try #require(read.links.first)
    #expect(link.kind == .director && link.role == "ATR")
    #expect(link.from == .mention(2) && link.to == .mention(1))
  }

  @Test func goodsAreOneLineWithBothValues() throws {
    let read = try goAML(try #require(GoAMLSamples.bytes("USG-dpmsr-activity.xml")))
    let filing = try #require(read.filings.first)
    let goods = filing.facts.filter { $0.property == .goods }.map(\.value)
    #expect(goods.count == 1)
    #expect(goods[0].contains("estimated at 10000000.00 AED"))
    #expect(goods[0].contains("disposed of for 10050000.00 AED"))
    #expect(filing.filer == "99999" && read.header?.reporter == "99999")
    #expect(filing.narrative.hasPrefix("Reporting DPMSR") && filing.indicators == ["DPMSJ"])
    #expect(read.links.map(\.kind) == [.ownership] && read.links[0].role == "PRTNR")
  }
}
