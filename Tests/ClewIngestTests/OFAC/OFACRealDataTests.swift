import ClewIngest
import ClewModel
import Foundation
import Testing

/// The lists as published: every row is read, nothing is rejected.
@Suite(.enabled(if: OFACTestData.isThere, "the public data is not there"))
struct OFACRealDataTests {
  static let folder = OFACTestData.folder + "/screening/watchman"

  static func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  static func main(_ edition: String) throws -> Batch {
    var options = ReadOptions()
    options.companions["ofac-csv-comments"] = try bytes("\(folder)/\(edition)/sdn_comments.csv")
    let file = try bytes("\(folder)/\(edition)/sdn.csv")
    return try OFACSource.read(OFACReader(options: options), file, piece: 1 << 16).all
  }

  /// In 2021, 2,755 rows have link text before their cut and three more behind it only.
  @Test(arguments: [("ofac-2019-01-15", 7379, 1727), ("ofac-2021-07-07", 8976, 2758)])
  func mainFile(edition: String, rows: Int, linked: Int) throws {
    let batch = try Self.main(edition)
    #expect(batch.listings.count == rows)
    #expect(batch.rejections.isEmpty)
    #expect(Set(batch.listings.map(\.ref)).count == rows)
    #expect(Set(batch.links.map(\.from)).count == linked)
    #expect(batch.listings.allSatisfy { $0.list == "ofac" && $0.effect == .blocking })
    let names = Set(batch.listings.map(\.name))
    let unresolved = batch.links.filter {
      if case .listingName(let name) = $0.to { return !names.contains(name) }
      return true
    }
    var counts: [String: Int] = [:]
    for fact in batch.listings.flatMap(\.facts) {
      counts[fact.property.rawValue + (fact.qualifier == "cut" ? " (cut)" : ""), default: 0] += 1
    }
    print("\(edition): \(batch.links.count) links, \(unresolved.count) to names not on the list")
    for (name, count) in counts.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      print("  \(name) \(count)")
    }
    #expect(unresolved.count <= 7)
    #expect(counts["remark (cut)"] == nil)
  }

  @Test func overflowIsJoinedInTheMiddleOfAWord() throws {
    let batch = try Self.main("ofac-2021-07-07")
    func facts(_ ref: String) -> [Fact] { batch.listings.first { $0.ref == ref }?.facts ?? [] }
    // PROMO RAI|Z S.A.S., snowsjo|hn, P|hone Number: cut in the middle, whole after.
    #expect(batch.links.contains { $0.to == .listingName("PROMO RAIZ S.A.S.") })
    #expect(facts("28263").contains { $0.property == .alias && $0.value == "snowsjohn" })
    #expect(facts("28264").contains { $0.property == .phone && $0.value == "8613314257947" })
    #expect(
      facts("29703").contains { $0.property == .walletAddress && $0.qualifier == "ETH" })
    #expect(facts("30518").contains { $0.property == .walletAddress })
  }

  @Test func withoutTheCommentsEveryCutRowIsCounted() throws {
    let file = try Self.bytes(Self.folder + "/ofac-2021-07-07/sdn.csv")
    let batch = try OFACSource.read(OFACReader(options: ReadOptions()), file, piece: 1 << 16).all
    #expect(batch.listings.count == 8976)
    #expect(batch.rejections.count == 5)
  }

  @Test(arguments: [
    ("ofac-2019-01-15", 9682, 11696, 13), ("ofac-2021-07-07", 11910, 13837, 5),
  ])
  func sideFiles(edition: String, aliases: Int, addresses: Int, comments: Int) throws {
    var options = ReadOptions()
    options.companions["ofac-csv"] = try Self.bytes("\(Self.folder)/\(edition)/sdn.csv")
    func read(_ reader: some Reader, _ file: String) throws -> OFACSource {
      try OFACSource.read(
        reader, try Self.bytes("\(Self.folder)/\(edition)/\(file)"), piece: 1 << 16)
    }
    let alt = try read(OFACAliasReader(options: options), "alt.csv")
    #expect(alt.all.supplements.count == aliases && alt.all.rejections.isEmpty)
    let kinds: Set<String?> = ["aka", "fka", "nka"]
    #expect(
      alt.all.supplements.allSatisfy { $0.facts.count { kinds.contains($0.qualifier) } == 1 })
    let add = try read(OFACAddressReader(options: options), "add.csv")
    #expect(add.all.supplements.count == addresses && add.all.rejections.isEmpty)
    let rest = try read(OFACCommentsReader(options: options), "sdn_comments.csv")
    #expect(rest.all.supplements.count == comments && rest.all.rejections.isEmpty)
    #expect([alt, add, rest].allSatisfy { $0.header?.list == "ofac" })
  }

  @Test func theConsolidatedFiles() throws {
    let folder = OFACTestData.folder + "/formats/sanctions/watchman"
    var options = ReadOptions()
    options.companions["ofac-csv-comments"] = try Self.bytes(folder + "/cons_comments.csv")
    options.companions["ofac-csv"] =
      try Self.bytes(folder + "/sdn.csv") + [0x0A] + Self.bytes(folder + "/cons_prim.csv")
    let main = try OFACSource.read(
      OFACReader(options: options), try Self.bytes(folder + "/cons_prim.csv"))
    #expect(main.header?.list == "ofac-cons")
    #expect(main.all.listings.count == 442 && main.all.rejections.isEmpty)
    #expect(Set(main.all.listings.map(\.effect)) == [.watch, .sectoral])
    for (reader, file) in [
      (try OFACAliasReader(options: options) as any Reader, "alt"),
      (try OFACAddressReader(options: options), "add"),
      (try OFACCommentsReader(options: options), "comments"),
    ] {
      let side = try OFACSource.read(reader, try Self.bytes("\(folder)/cons_\(file).csv"))
      #expect(side.header?.list == "ofac-cons" && side.all.rejections.isEmpty)
    }
  }
}

/// Where the public data lies.
enum OFACTestData {
  static let isThere = FileManager.default.fileExists(
    atPath: folder + "/screening/watchman/ofac-2019-01-15/sdn.csv")

  static let folder: String = {
    if let folder = ProcessInfo.processInfo.environment["CLEW_TEST_DATA"] { return folder }
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    return root.deletingLastPathComponent().appendingPathComponent("shared/data").path
  }()
}
