import ClewModel
import Testing

@testable import ClewIngest

@Suite struct FTMControlTests {
  @Test(arguments: [
    ("Right to appoint the board", ControlMeans.board), ("voting rights", .votes),
    ("Shareholders' agreement", .agreement), ("significant influence", .influence),
    ("as a trustee", .trust), ("acting in concert", .joint), ("confirmed", .unstated),
    ("", .unstated),
  ])
  func textNamesAMeans(text: String, means: ControlMeans) {
    #expect(FTMControl.means(of: text) == means)
  }

  @Test func entitiesSayWhatTheyRestOn() throws {
    let batch = try JSONReading(
      FTMReader(options: ReadOptions()),
      """
      {"id":"p","schema":"Person","properties":{"name":["Ada Fell"],"topics":["gov"]}}
      {"id":"c","schema":"Company","properties":{"name":["Marsh plc"],"topics":["corp.public","sanction"]}}
      {"id":"m","schema":"PublicBody","properties":{"name":["Ministry of Reeds"]}}
      {"id":"o","schema":"Control","properties":{"controller":["p"],"controlled":["c"],"controlType":["Appoints the board"]}}
      """
    ).all
    #expect(batch.mentions.flatMap(\.ownerStatements).map(\.reason) == [.listed, .state])
    #expect(batch.links.map(\.means) == [.board])
  }
}
