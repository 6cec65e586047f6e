import ClewModel
import Testing

@testable import ClewIngest

/// Every FinCEN file of the public data, with counts taken by hand from the files.
@Suite(.enabled(if: publicData != nil, "the public data is not here"))
struct FinCENSamplesTests {
  struct Expected: Sendable, CustomStringConvertible {
    var file: String
    var format: String
    var mentions = 0
    var accounts = 0
    var transactions = 0
    var links = 0
    var filings = 1
    var description: String { file }
  }

  static let expected = [
    // Parties 35, 37, 30, 8, 34, 33; the nested 46 and 41 state nothing but their codes.
    Expected(file: "sar_batch", format: "fincen-sar", mentions: 6),
    // Parties 35, 37, 30, 8, 34, 50; three accounts of the last; three details.
    Expected(
      file: "ctr_batch", format: "fincen-ctr", mentions: 6, accounts: 3, transactions: 3, links: 3),
    Expected(file: "8300_batch", format: "fincen-8300", mentions: 6),
    Expected(file: "fbar_batch", format: "fincen-fbar", mentions: 3),
    Expected(file: "doep_batch", format: "fincen-doep", mentions: 4),
    Expected(file: "sar_acknowledgement", format: "fincen-ack", filings: 3),
    Expected(file: "ctr_acknowledgement", format: "fincen-ack", filings: 3),
    Expected(file: "8300_acknowledgement", format: "fincen-ack", filings: 3),
    Expected(file: "fbar_acknowledgement", format: "fincen-ack", filings: 3),
  ]

  @Test(arguments: expected) func countsOfASample(_ sample: Expected) throws {
    let folder = try #require(publicData)
    let read = try fincen(try fileBytes("\(folder)/formats/fincen/\(sample.file).xml"))
    #expect(read.header?.format == sample.format)
    #expect(read.mentions.count == sample.mentions)
    #expect(read.accounts.count == sample.accounts)
    #expect(read.transactions.count == sample.transactions)
    #expect(read.links.count == sample.links)
    #expect(read.filings.count == sample.filings)
    #expect(read.rejections == [])
    #expect(read.unread == [:])
  }

  @Test func whatTheReportsSay() throws {
    let folder = try #require(publicData) + "/formats/fincen/"
    let sar = try fincen(try fileBytes(folder + "sar_batch.xml"))
    #expect(sar.filings[0].indicators == ["1/106"])
    #expect(sar.filings[0].ref == "4578958658" && sar.filings[0].filer == "125478965")
    #expect(sar.retractions.map(\.target) == [.filing(ref: "00000000000001")])
    let ctr = try fincen(try fileBytes(folder + "ctr_batch.xml"))
    #expect(
      ctr.transactions.map { ctr.line($0) } == [
        "2017-01-15 cash -> none 15000 USD Deposit(s)",
        "2017-01-15 cash -> none 15000 USD Payment(s)",
        "2017-01-15 cash -> none 17000 USD Currency received from wire transfer(s) out",
      ])
    let answers = try fincen(try fileBytes(folder + "ctr_acknowledgement.xml"))
    #expect(answers.filings.map(\.ref) == ["31000000000001", "31000000000002", "31000000000003"])
    #expect(stated(answers.filings[2].facts, "warning").count == 2)
  }
}
