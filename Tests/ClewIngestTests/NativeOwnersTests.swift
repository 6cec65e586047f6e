import ClewModel
import Testing

@testable import ClewIngest

@Suite struct NativeOwnersTests {
  @Test func meansOfControl() throws {
    let batch = try Reading(
      NativeLinks(options: ReadOptions()),
      Array(
        "from,to,kind,means\nP,A,controls,Board\nQ,A,controls,\nR,A,controls,magic\n".utf8)
    ).all
    #expect(batch.links.map(\.means) == [.board, .unstated])
    #expect(batch.rejections.map(\.reason).first?.contains("expected one of unstated") == true)
  }

  @Test func whyOwnersAreNotNamed() throws {
    let batch = try Reading(
      NativeParties(options: ReadOptions()),
      Array(
        "id,name,kind,owners\nA,Alder,organisation,listed\nB,bearer,unknown,bearer\nC,Cask,organisation,magic\n"
          .utf8)
    ).all
    #expect(
      batch.mentions.map(\.ownerStatements) == [
        [OwnerStatement(.listed, text: "listed")],
        [OwnerStatement(.bearer, text: "bearer", isHolder: true)], [],
      ])
    #expect(batch.rejections.count == 1 && batch.rejections[0].provenance.length == 0)
  }
}
