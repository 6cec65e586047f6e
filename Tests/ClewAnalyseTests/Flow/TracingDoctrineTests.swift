import ClewAnalyse
import ClewModel
import Testing

@Suite struct TracingDoctrineTests {
  @Test func everyMethodHasARowWithAuthority() {
    for method in TracingMethod.allCases {
      let rows = TracingDoctrine.rows(for: method)
      #expect(!rows.isEmpty, "\(method)")
      #expect(rows.allSatisfy { !$0.authority.isEmpty && !$0.requires.isEmpty })
    }
  }

  @Test func ownRowFirst() {
    let first = TracingMethod.allCases.map { TracingDoctrine.rows(for: $0)[0].id }
    #expect(
      first == [
        "tr-fifo", "tr-lifo", "tr-pari-passu", "tr-rolling", "tr-libr-cap", "tr-libr-pro-rata",
        "tr-own-first", "tr-first-charge", "poison",
      ])
  }

  @Test func idsAreOnce() {
    let ids = TracingDoctrine.table.map(\.id)
    #expect(Set(ids).count == ids.count)
    #expect(ids.count == 17)
    #expect(TracingDoctrine.row("tr-election")?.status == .secondary)
    #expect(TracingDoctrine.row("tr-none") == nil)
    #expect(TracingDoctrine.table[0].checkedOn.description == "2026-11-21")
  }
}
