import ClewModel

/// What sanctions an entry of the UK Sanctions List brings.
enum UKMeasures {
  /// The measures as stated, one each: `Asset freeze|Travel Ban`.
  static func stated(_ record: UKRecord) -> [String] {
    (record.values[.measures] ?? []).flatMap { $0.split(separator: "|").map(\.trimmed) }
      .filter { !$0.isEmpty }
  }

  /// What the measures mean for payments.
  ///
  /// An asset freeze blocks. Without one, bans on ships and their services and on financial dealings
  /// forbid some dealings (sectoral), bans on goods and technical assistance are trade (export), and
  /// a travel ban or the disqualification of a director is watched. An entry that states no measure
  /// blocks: the OFSI list held targets of asset freezes only. A measure of an unknown name counts as
  /// sectoral.
  static func effect(of measures: [String]) -> ListEffect {
    let measures = measures.map { $0.lowercased() }
    if measures.isEmpty || measures.contains(where: { $0.contains("asset freeze") }) {
      return .blocking
    }
    let effects = measures.map { measure -> ListEffect in
      if ["travel ban", "director disqualification"].contains(where: measure.contains) {
        return .watch
      }
      // Words, as `port` also stands in `export`, and `ship` in `shipment`.
      let words = Set(measure.split { !$0.isLetter }.map(String.init))
      let isTrade =
        !words.isDisjoint(with: trade) || measure.contains("technical assistance")
      let isShip = !words.isDisjoint(with: ship)
      return isTrade && !isShip ? .export : .sectoral
    }
    return [.sectoral, .export].first(where: effects.contains) ?? .watch
  }

  private static let trade: Set<String> = ["arms", "goods", "trade"]
  private static let ship: Set<String> = [
    "ship", "ships", "shipping", "vessel", "vessels", "port", "ports", "charter", "chartering",
    "crew", "crewing", "flag", "deflag", "deflagging",
  ]
}
