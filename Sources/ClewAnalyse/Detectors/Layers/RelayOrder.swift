/// Says of the middles of a finding whether they receive before they send.
struct RelayOrder {
  private let index: FlowIndex

  init(_ index: FlowIndex) { self.index = index }

  /// How the middles of these relays, which stand by middle, fall short of the order in, then out;
  /// nil where every one has a payment in that is certainly before a payment out.
  func nearMiss(_ relays: [Relay]) -> String? {
    var (middles, early, open) = (0, 0, 0)
    var first = relays.startIndex
    while first < relays.endIndex {
      let next = relays[first...].firstIndex { $0.middle != relays[first].middle }
      let own = relays[first..<(next ?? relays.endIndex)]
      middles += 1
      if !own.contains(where: { isCertain($0.first, before: $0.second) }) {
        if own.allSatisfy({ isCertain($0.second, before: $0.first) }) {
          early += 1
        } else {
          open += 1
        }
      }
      first = next ?? relays.endIndex
    }
    var parts: [String] = []
    if early > 0 {
      parts.append(
        "\(early) of \(middles) middles \(early == 1 ? "sends before it receives" : "send before they receive")"
      )
    }
    if open > 0 {
      parts.append(
        "of \(open) of \(middles) middles it is not certain that \(open == 1 ? "it receives" : "they receive") first"
      )
    }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  /// Wholly earlier or, where the times overlap, stated before it by the same source and not begun
  /// later.
  func isCertain(_ edge: Int32, before later: Int32) -> Bool {
    let (a, b) = (Int(edge), Int(later))
    if index.hi[a] < index.lo[b] { return true }
    return index.lo[a] <= index.lo[b] && index.rows[a] < index.rows[b]
      && index.source(of: a) == index.source(of: b)
  }
}
