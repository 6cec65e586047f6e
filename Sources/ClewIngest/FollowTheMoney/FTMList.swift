import ClewModel

/// What being in a dataset of OpenSanctions says, by the dataset's name.
enum FTMList {
  /// Authority and effect of a list; nil for a dataset that lists nobody: registers, enrichment,
  /// what was worked out from a graph.
  static func row(_ dataset: String) -> (authority: ListAuthority, effect: ListEffect)? {
    let name = dataset.lowercased()
    guard !sources.contains(where: { name.hasPrefix($0) }) else { return nil }
    let isWatch = watched.contains { name.contains($0) }
    let effect: ListEffect =
      if isWatch {
        .watch
      } else if exports.contains(where: { name.hasPrefix($0) }) {
        .export
      } else {
        .blocking
      }
    for (prefix, authority) in authorities where name.hasPrefix(prefix) {
      return (authority, effect)
    }
    let known = ListAuthority(listName: dataset)
    if known != .unknown { return (known, effect) }
    // `ch_seco_sanctions`: a country's own list, none of those that a regime asks for.
    let parts = name.split(separator: "_", maxSplits: 1)
    let isCountry = parts.count == 2 && parts[0].utf8.count == 2
    return (isCountry ? .other : .unknown, effect)
  }

  private static let authorities: [(String, ListAuthority)] = [
    ("us_ofac", .ofac), ("us_bis", .bis), ("gb_fcdo", .uk), ("gb_hmt", .uk), ("eu_fsf", .eu),
    ("eu_sanctions_map", .eu), ("eu_journal", .eu), ("un_sc", .un),
  ]

  /// Lists of export control.
  private static let exports = ["us_bis", "jp_meti", "tw_shtc"]

  private static let sources = [
    "ext_", "ann_", "wd_", "wikidata", "icij_", "ru_egrul", "gleif", "opencorporates",
    "openownership",
    "everypolitician", "permid",
  ]

  /// Exclusion from tenders or from office, travel bans, wanted persons: nothing is blocked.
  private static let watched = [
    "debar", "disqual", "exclusion", "travel_ban", "wanted", "most_wanted", "interpol", "blacklist",
    "_csl", "poi", "peps", "adverse", "war_sanctions",
  ]

  /// The effect of a topic of an entity; nil for one that is no listing.
  static func effect(ofTopic topic: String) -> ListEffect? {
    switch topic {
    case "sanction": .blocking
    case "export.control": .export
    case "sanction.linked", "sanction.control", "sanction.counter", "export.control.linked",
      "export.risk":
      .watch
    default: nil
    }
  }
}
