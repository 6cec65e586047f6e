import ClewModel
import Foundation
import Glibc
import Testing

@testable import ClewIngest

@Suite struct FTMSamplesTests {
  static let folder = publicData.map { $0 + "/formats/ftm/" }
  static let isThere = folder.map { access($0, R_OK) == 0 } ?? false

  private func reading(_ file: String) throws -> JSONReading {
    try JSONReading(
      FTMReader(options: ReadOptions(set: "s")), fileBytes((Self.folder ?? "") + file))
  }

  @Test(
    .enabled(if: isThere, "the public data is not there"),
    arguments: [
      ("aleph/samples.ijson", "2 mentions, 0 links, 0 rejections, 0 retractions, 19 unread", 0, 0),
      (
        "nomenklatura/donations.ijson",
        "114 mentions, 0 links, 0 rejections, 0 retractions, 0 unread", 290, 0
      ),
      (
        "yente/parteispenden/entities.ftm.json",
        "115 mentions, 0 links, 0 rejections, 0 retractions, 0 unread", 290, 0
      ),
      (
        "yente/zala/entities.ftm.json",
        "44 mentions, 21 links, 0 rejections, 0 retractions, 0 unread", 0, 117
      ),
      (
        "yente/t1/entities.ftm.json", "9 mentions, 0 links, 0 rejections, 0 retractions, 0 unread",
        0, 6
      ),
    ])
  func counts(file: String, counts: String, payments: Int, listings: Int) throws {
    let found = try reading(file)
    #expect(found.counts == counts)
    #expect(found.all.transactions.count == payments)
    #expect(found.all.listings.count == listings)
  }

  /// Every schema of the published model is mapped, or left out for a reason that is given; so are
  /// those that 4.11 adds.
  @Test(.enabled(if: isThere, "the public data is not there"))
  func everySchemaOfTheModelIsNamed() throws {
    struct Model: Decodable {
      struct Schema: Decodable {
        struct Edge: Decodable {
          var source: String
          var target: String
        }
        var edge: Edge?
      }
      var schemata: [String: Schema]
    }
    let bytes = try fileBytes((Self.folder ?? "") + "schema/defaultModel.json")
    let model = try JSONDecoder().decode(Model.self, from: Data(bytes))
    #expect(model.schemata.count == 70)
    let added = ["Control", "Risk", "Territory"]
    for name in model.schemata.keys.sorted() + added {
      #expect(FTMSchema.form(name) != nil, "\(name)")
    }
    #expect(Set(FTMSchema.names).isSubset(of: Set(model.schemata.keys).union(added)))
    for edge in FTMEdge.all {
      guard let stated = model.schemata[edge.schema]?.edge else { continue }
      #expect(Set([stated.source, stated.target]) == [edge.source, edge.target], "\(edge.schema)")
    }
  }

  /// A base and its deltas come to the refs of the base with what was added and without what was
  /// deleted.
  @Test(.enabled(if: isThere, "the public data is not there"))
  func deltasComeToTheSameRefs() throws {
    var refs = Set(try reading("yente/t1/entities.ftm.json").all.mentions.compactMap(\.ref))
    #expect(refs.count == 7)
    for version in [
      "20240527194702-wnk", "20240528014702-pfh", "20240528074703-npf", "20240528134729-3iv",
    ] {
      let delta = try reading("yente/t2/\(version)/entities.delta.json")
      #expect(delta.all.rejections.isEmpty && delta.header?.edition?.isWhole == false)
      for retraction in delta.all.retractions {
        if case .party(let ref) = retraction.target { refs.remove(ref) }
      }
      refs.formUnion(delta.all.mentions.compactMap(\.ref))
    }
    #expect(refs.count == 10)
    #expect(refs.contains("Q4365364") && !refs.contains("NK-500Poltergeist"))
  }
}
