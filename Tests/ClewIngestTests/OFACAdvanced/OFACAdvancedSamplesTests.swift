import ClewIngest
import ClewModel
import Glibc
import Testing

/// The excerpt in the public data, and a generated file of the size of the real one.
@Suite struct OFACAdvancedSamplesTests {
  @Test(.enabled(if: publicData != nil, "the public data is not there"))
  func theExcerpt() throws {
    let folder = try #require(publicData)
    let bytes = try fileBytes("\(folder)/formats/sanctions/ofac-sdn-advanced.excerpt.xml")
    #expect(try Formats.detect(SourceHead(bytes: bytes)) == OFACAdvancedReader.self)
    let source = try USListSource.read(OFACAdvancedReader(options: ReadOptions()), bytes)
    #expect(source.unread.isEmpty)
    #expect(source.header?.published == TimeSpan(iso: "2026-05-21"))
    let listing = try #require(source.all.listings.first)
    #expect(source.all.listings.count == 1 && listing.kind == .organisation)
    #expect(listing.ref == "27307" && listing.list == "ofac")
    #expect(
      listing.facts == [
        Fact(
          .walletAddress, "0x098B716B8Aaf21512996dC57EB0615e2383E2f96",
          raw: "Digital Currency Address - ETH 0x098B716B8Aaf21512996dC57EB0615e2383E2f96",
          qualifier: "ETH")
      ])
    // The excerpt leaves the entries out.
    #expect(source.header?.edition?.isWhole == false)
    #expect(source.all.rejections.count == 1)
  }

  /// Parties larger than the real ones, 12 KB each. `CLEW_LARGE` makes the file 218 MB: the memory
  /// it takes beyond that of the test run is 57 MB.
  @Test func memoryStaysAFractionOfTheFile() throws {
    let isLarge = getenv("CLEW_LARGE") != nil
    let parties = isLarge ? 18_000 : 300
    let before = Self.residentMegabytes("VmRSS:")
    var file = AdvancedFile(parties: parties)
    var listings = 0
    var links = 0
    var bytes = 0
    let stream = ByteStream(name: "generated") { buffer in
      let count = file.fill(buffer)
      bytes += count
      return count
    }
    try OFACAdvancedReader(options: ReadOptions()).read(stream) { _ in
    } batch: {
      listings += $0.listings.count
      links += $0.links.count
      #expect($0.rejections.isEmpty && $0.unread.isEmpty)
    }
    #expect(listings == parties && links == parties - 1)
    let peak = Self.residentMegabytes("VmHWM:")
    print("\(bytes >> 20) MB: resident before \(before) MB, peak \(peak) MB")
    if isLarge {
      #expect(bytes >> 20 >= 120)
      #expect(peak - before < bytes >> 20)
    }
  }

  private static func residentMegabytes(_ key: String) -> Int {
    let file = open("/proc/self/status", O_RDONLY)
    guard file >= 0 else { return 0 }
    defer { close(file) }
    var status = [UInt8](repeating: 0, count: 8192)
    status.removeLast(status.count - max(0, Glibc.read(file, &status, status.count)))
    let line = String(decoding: status, as: UTF8.self).split(separator: "\n")
      .first { $0.hasPrefix(key) }
    return (line?.split { !$0.isNumber }.first.flatMap { Int($0) } ?? 0) >> 10
  }
}

/// An advanced file made piece by piece.
struct AdvancedFile {
  private enum Section { case head, parties, relations, entries, end, done }

  private let parties: Int
  private var section = Section.head
  private var next = 0
  private var pending: ArraySlice<UInt8> = []

  init(parties: Int) { self.parties = parties }

  mutating func fill(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
    while pending.isEmpty {
      guard let text = piece() else { return 0 }
      pending = Array(text.utf8)[...]
    }
    let count = min(buffer.count, pending.count)
    buffer.copyBytes(from: pending.prefix(count))
    pending = pending.dropFirst(count)
    return count
  }

  private mutating func piece() -> String? {
    defer { next += 1 }
    switch section {
    case .head:
      section = .parties
      next = -1
      return "<Sanctions xmlns=\"\(AdvancedSource.namespace)\" Version=\"3\">"
        + AdvancedSource.references + "<DistinctParties>"
    case .parties:
      if next == parties {
        section = .relations
        next = 0
        return "</DistinctParties><ProfileRelationships>"
      }
      return party(next)
    case .relations:
      if next >= parties {
        section = .entries
        next = -1
        return "</ProfileRelationships><SanctionsEntries>"
      }
      return """
        <ProfileRelationship ID="\(next)" From-ProfileID="\(next + 1000)" \
        To-ProfileID="\(next + 999)" RelationTypeID="15003" RelationQualityID="1" Former="false" \
        SanctionsEntryID="1"><Comment /></ProfileRelationship>
        """
    case .entries:
      if next == parties {
        section = .end
        return "</SanctionsEntries></Sanctions>"
      }
      return AdvancedSource.entry(String(next + 1000), "SDGT", "IRAN")
    case .end:
      section = .done
      return nil
    case .done: return nil
    }
  }

  private func party(_ number: Int) -> String {
    let indent = "\n            "
    let aliases = (0..<8).map { index in
      indent
        + AdvancedSource.alias(
          index == 0 ? 1403 : 1400, primary: index == 0, weak: index == 7,
          AdvancedSource.name([(1, "FAMILY \(number)"), (2, "Given \(index)")]))
    }.joined()
    let features = (0..<8).map { index in
      indent
        + AdvancedSource.feature(
          8, AdvancedSource.period("19\(50 + index)-1-1", "19\(50 + index)-12-31"))
        + indent + AdvancedSource.detail(344, "wallet\(number)x\(index)")
    }.joined()
    return AdvancedSource.party(
      String(number + 1000), subType: 4, identity: number + 100_000, aliases, features)
  }
}
