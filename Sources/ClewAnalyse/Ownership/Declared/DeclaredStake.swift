import ClewGraph
import ClewModel

/// What one register declares of one owner of a company, all its statements taken together.
package struct DeclaredStake: Hashable, Sendable {
  package var owner: Int32
  package var register: DeclaringRegister
  /// The links that declare it, ascending.
  package var links: [Int64]
  /// nil where no share is stated. Several statements of one source add up, those of several
  /// sources span.
  package var capital: Band?
  package var votes: Band?
  /// Half a unit of the last stated decimal, summed.
  package var rounding: Int128
  /// By what means it is stated to control, each once, in their order; empty for a share alone.
  package var means: [ControlMeans]
  /// True where every statement of it is of a direct holding: it states the share itself.
  package var isDirect: Bool
  /// True where every statement is about a merely possible link.
  package var isPossibleOnly: Bool

  init(owner: Int32, register: DeclaringRegister, links: [LinkRow], certain: Set<Int64>) {
    self.owner = owner
    self.register = register
    self.links = links.map(\.id).sorted()
    isDirect = links.allSatisfy { $0.direct == true && $0.kind == .ownership }
    isPossibleOnly = !links.contains { certain.contains($0.id) }
    means = Set(links.filter { $0.kind == .control }.map(\.means))
      .sorted { $0.rawValue < $1.rawValue }
    rounding = links.reduce(0) {
      $0 + Int128(Share(units: 0, decimals: $1.capitalDecimals).rounding)
        + Int128(Share(units: 0, decimals: $1.votesDecimals).rounding)
    }
    capital = Self.band(links) { ($0.capitalMin, $0.capitalMax) }
    votes = Self.band(links) { ($0.votesMin, $0.votesMax) }
  }

  private static func band(
    _ links: [LinkRow], _ bounds: (LinkRow) -> (min: Int64, max: Int64)
  ) -> Band? {
    var sums: [Int32: Band] = [:]
    for link in links {
      let (min, max) = bounds(link)
      guard min >= 0 || max >= 0 else { continue }
      let low = Int128(Swift.max(0, min))
      let high = Swift.max(low, max >= 0 ? Int128(max) : Int128(Share.whole))
      let sum = sums[link.source] ?? .none
      sums[link.source] = Band(min: sum.min + low, max: sum.max + high)
    }
    guard let low = sums.values.map(\.min).min(), let high = sums.values.map(\.max).max() else {
      return nil
    }
    return Band(min: low, max: high)
  }
}
