import Testing

@testable import ClewStore

/// The order of sources of one family, by date, part and ingest.
@Suite struct EditionOrderTests {
  private func whole(_ id: Int64, _ date: Int64?, part: String? = nil) -> EditionOrder.Source {
    EditionOrder.Source(id: id, date: date, isWhole: true, part: part)
  }

  private func delta(_ id: Int64, _ date: Int64?) -> EditionOrder.Source {
    EditionOrder.Source(id: id, date: date, isWhole: false)
  }

  @Test func datesDecideThenTheOrderOfIngest() {
    let order = EditionOrder([whole(1, 30), whole(2, 10), whole(3, 20), delta(4, 20)])
    #expect(order.sources.map(\.id) == [2, 3, 4, 1])
  }

  @Test func aSourceWithoutADateIsLaterThanAllBeforeIt() {
    let order = EditionOrder([whole(1, 30), whole(2, nil), whole(3, 20), whole(4, 40)])
    #expect(order.sources.map(\.id) == [3, 1, 2, 4])
  }

  @Test func aCorrectionStandsWhereTheMistakeStood() {
    let corrected = EditionOrder.Source(id: 3, order: 1, date: nil, isWhole: true)
    #expect(EditionOrder([whole(2, nil), corrected]).sources.map(\.id) == [3, 2])
  }

  @Test func partsOfOneDateAreOneEdition() {
    let order = EditionOrder([
      whole(1, 10, part: "main"), whole(2, 20, part: "main"), whole(3, 20, part: "alias"),
      whole(4, 10, part: "alias"),
    ])
    #expect(order.editions.map { $0.map(\.id) } == [[1, 4], [2, 3]])
    #expect(order.successor(of: whole(4, 10, part: "alias"))?.id == 2)
    #expect(order.successor(of: whole(3, 20, part: "alias")) == nil)
  }

  /// It goes with the last edition it came with, and never with one that it came with.
  @Test func aSideFileThatCameAgainGoesWithTheLastEditionItCameWith() {
    var alias = whole(2, 10, part: "alias")
    alias.restatedWith = [3]
    let order = EditionOrder([
      whole(1, 10, part: "main"), alias, whole(3, 20, part: "main"), whole(4, 30, part: "main"),
    ])
    #expect(order.position(of: 2) == 0 && order.lastPosition(of: 2) == 1)
    #expect(order.successor(of: alias)?.id == 4)
    #expect(order.editions.map { $0.map(\.id) } == [[1, 2], [3], [4]])
    alias.restatedWith = [99]
    let gone = EditionOrder([whole(1, 10, part: "main"), alias, whole(3, 20, part: "main")])
    #expect(gone.successor(of: alias)?.id == 3)
  }

  @Test func partsWithoutADateJoinTheEditionThatLacksThem() {
    let order = EditionOrder([
      whole(1, nil, part: "main"), whole(2, nil, part: "alias"), whole(3, nil, part: "main"),
      whole(4, nil, part: "alias"),
    ])
    #expect(order.editions.map { $0.map(\.id) } == [[1, 2], [3, 4]])
  }

  @Test func aSideFileAloneEmptiesNoList() {
    let main = whole(1, 10, part: "main")
    let order = EditionOrder([main, whole(2, 20, part: "alias")])
    #expect(order.successor(of: main) == nil)
  }

  @Test func aDeltaReplacesNothingAsAWhole() {
    let base = whole(1, 10)
    #expect(EditionOrder([base, delta(2, 20)]).successor(of: base) == nil)
    #expect(EditionOrder([base, delta(2, 20), whole(3, 30)]).successor(of: base)?.id == 3)
  }
}
