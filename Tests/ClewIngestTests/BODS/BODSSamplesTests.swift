import ClewIngest
import ClewModel
import Foundation
import Testing

@Suite struct BODSSamplesTests {
  static let folder = publicData.map { $0 + "/formats/bods/" }

  @Test(.enabled(if: folder != nil, "the public data is not there"))
  func dump() throws {
    let folder = try #require(Self.folder)
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder).filter {
      $0.hasSuffix(".json") && !$0.contains("/schema/")
    }.sorted()
    for file in files {
      let bytes = try fileBytes(folder + file)
      let recognised = BODSReader.recognises(SourceHead(bytes: bytes))
      let r = try JSONReading(BODSReader(options: ReadOptions(set: "s")), bytes)
      print("\(file): \(recognised ? "" : "UNRECOGNISED ")\(r.counts)\(r.refused.map { " REFUSED \($0.what)" } ?? "")")
      for x in r.all.rejections { print("     - \(x.provenance.locator): \(x.reason)") }
      for x in r.all.unread { print("     ~ \(x.path) \(x.count)") }
      if file.hasPrefix("0.") { for x in r.all.links { print("     > \(r.line(x))") } }
      if file.hasPrefix("0.") { for x in r.all.retractions { print("     x \(x.target) \(x.why)") } }
    }
  }
}
