import ClewModel

/// What being in a dataset of OpenSanctions says, by the dataset's name.
///
/// Its some three hundred datasets are for the greater part registers, persons in office and
/// enrichment. Only those that are known for lists of sanctions block; of what is not known an entry
/// is watched.
enum FTMList {
  struct Row: Equatable {
    var authority: ListAuthority
    var effect: ListEffect
    /// False for a dataset that nothing is known of: it counts where an entity is on no list by name.
    var isNamed: Bool
  }

  /// Authority and effect of a list; nil for a dataset that lists nobody: registers, enrichment,
  /// what was worked out from a graph.
  static func row(_ dataset: String) -> Row? {
    let name = dataset.lowercased()
    guard !sources.contains(where: { name.hasPrefix($0) }) else { return nil }
    let isWatch = watched.contains { name.contains($0) }
    let effect: ListEffect? =
      if isWatch {
        .watch
      } else if exports.contains(where: { name.hasPrefix($0) }) {
        .export
      } else if sectoral.contains(where: { name.hasPrefix($0) }) {
        .sectoral
      } else if name.hasSuffix("_sanctions") || blocking.contains(where: { name.hasPrefix($0) }) {
        .blocking
      } else {
        nil
      }
    return Row(
      authority: authority(name), effect: effect ?? .watch, isNamed: effect != nil)
  }

  private static func authority(_ name: String) -> ListAuthority {
    for (prefix, authority) in authorities where name.hasPrefix(prefix) { return authority }
    let known = ListAuthority(listName: name)
    if known != .unknown { return known }
    // `ch_seco_sanctions`: a country's own list, none of those that a regime asks for.
    let parts = name.split(separator: "_", maxSplits: 1)
    return parts.count == 2 && parts[0].utf8.count == 2 ? .other : .unknown
  }

  private static let authorities: [(String, ListAuthority)] = [
    ("us_ofac", .ofac), ("us_bis", .bis), ("gb_fcdo", .uk), ("gb_hmt", .uk), ("eu_fsf", .eu),
    ("eu_sanctions_map", .eu), ("eu_journal", .eu), ("un_sc", .un),
  ]

  /// Lists of frozen assets whose names do not end in `_sanctions` (opensanctions.org/datasets).
  private static let blocking = [
    "us_ofac", "eu_fsf", "eu_sanctions_map", "un_sc", "gb_fcdo_sanctions", "gb_hmt_sanctions",
    "ch_seco", "ae_local_terrorists", "ar_repet", "au_dfat", "au_listed_terrorist", "be_fod",
    "ca_dfatd_sema", "ca_listed_terrorist", "cz_terrorists", "fr_tresor_gels", "il_mod_terrorist",
    "il_mod_crypto", "in_mha_banned", "iq_aml", "lt_fiu_freezes", "mc_fund_freezes",
    "nl_terrorism_list", "sg_terrorists", "tr_fcib", "ua_nsdc", "ua_sfms_blacklist",
  ]

  /// Measures short of a freeze: OFAC's lists beside the SDN list, the British bans on investment.
  private static let sectoral = ["us_ofac_cons", "gb_hmt_invbans"]

  /// Lists of export control.
  private static let exports = ["us_bis", "jp_meti", "tw_shtc"]

  private static let sources = [
    "ext_", "ann_", "wd_", "wikidata", "icij_", "ru_egrul", "gleif", "opencorporates",
    "openownership", "everypolitician", "permid", "gb_coh_psc", "ru_rupep", "us_sec_edgar",
  ]

  /// Exclusion from tenders or from office, travel bans, wanted persons: nothing is blocked.
  private static let watched = [
    "debar", "disqual", "exclusion", "travel_ban", "wanted", "interpol", "_csl", "poi", "peps",
    "adverse", "war_sanctions",
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
