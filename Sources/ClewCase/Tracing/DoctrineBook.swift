import ClewAnalyse

/// The rule of law behind a tracing method: what it asks for, who said so, and how far that was
/// checked. The rows are those of docs/tracing.md.
struct Doctrine: Hashable, Sendable {
  let id: String
  /// When it may be used.
  let requires: String
  let authority: String
  /// How far the wording was checked.
  let status: String

  init(_ id: String, requires: String, authority: String, status: String) {
    self.id = id
    self.requires = requires
    self.authority = authority
    self.status = status
  }
}

extension TracingMethod {
  var doctrine: Doctrine {
    switch self {
    case .fifo:
      Doctrine(
        "tr-fifo",
        requires: "equally innocent contributors to a running account; not where contrary to "
          + "intention, impracticable or unjust; not against a wrongdoer",
        authority: "Devaynes v Noble (Clayton's Case) (1816) 1 Mer 572; Barlow Clowes v Vaughan "
          + "[1991] EWCA Civ 11",
        status: "quotation verified; exceptions secondary")
    case .lifo:
      Doctrine(
        "tr-lifo", requires: "an equitable choice on the timing of deposit and payment (US)",
        authority: "US v Henshaw, 388 F.3d 738 (10th Cir. 2004)",
        status: "citation verified; holding secondary")
    case .pariPassu:
      Doctrine(
        "tr-pari-passu", requires: "innocent contributors; the end pool is shared by contribution",
        authority: "Re Diplock [1948] Ch 465, 524; Barlow Clowes v Vaughan [1991] EWCA Civ 11",
        status: "verified")
    case .rolling:
      Doctrine(
        "tr-rolling",
        requires: "innocent contributors; each withdrawal is borne by the interests of the moment",
        authority: "Barlow Clowes v Vaughan [1991] EWCA Civ 11 (discussed, not adopted)",
        status: "method verified; its treatment in the case secondary")
    case .librCap:
      Doctrine(
        "tr-libr-cap",
        requires: "a claimant against a wrongdoer; a cap on the claim, no allocation",
        authority: "James Roscoe (Bolton) v Winder [1915] 1 Ch 62; Federal Republic of Brazil v "
          + "Durant [2015] UKPC 35", status: "verified")
    case .librAllocate:
      Doctrine(
        "tr-libr-pro-rata",
        requires: "claimants among themselves (Canada); not where unworkable or contrary to "
          + "intention",
        authority: "Ontario (Securities Comm.) v Greymac (1986 ONCA); Boughner v Greyhawk 2013 "
          + "ONCA 26; Easy Loan v Wiseman 2017 ABCA 58 [57]", status: "secondary")
    case .ownFirst:
      Doctrine(
        "tr-own-first", requires: "a wrongdoer who mixed own money; what was own is an input",
        authority: "Re Hallett's Estate (1880) 13 Ch D 696", status: "verified")
    case .firstCharge:
      Doctrine(
        "tr-first-charge",
        requires: "an asset bought from the mixed fund, the rest dissipated; an election",
        authority: "Re Oatway [1903] 2 Ch 356; election: Shalson v Russo [2003] EWHC 1637 (Ch) "
          + "[144], contra Turner v Jacob [2006] EWHC 1317 (Ch)",
        status: "verified; election secondary")
    case .poison:
      Doctrine(
        "poison", requires: "nothing: whatever was touched counts whole",
        authority: "none: a measure of exposure from blockchain analytics, no rule of law",
        status: "no authority")
    }
  }
}
