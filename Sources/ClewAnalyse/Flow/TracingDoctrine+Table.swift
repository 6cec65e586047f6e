import ClewModel

extension TracingDoctrine {
  /// Every row of the law of tracing that Clew knows, in the order in which it is shown.
  package static let table: [TracingDoctrine] =
    innocent + wrongdoer + assets + canada + america
    + elsewhere

  private static let checked = Day(number: 20_778)

  private static func row(
    _ id: String, _ title: String, _ requires: String, _ authority: String, _ status: Status,
    _ note: String, _ computedBy: Computation, reading: String? = nil
  ) -> TracingDoctrine {
    TracingDoctrine(
      id: id, title: title, requires: requires, authority: authority, status: status,
      statusNote: note, computedBy: computedBy, reading: reading, checkedOn: checked)
  }

  /// Between contributors who are equally innocent.
  private static let innocent = [
    row(
      "tr-fifo", "First in, first out",
      "between equally innocent contributors to a running account; \"can be applied\", unless contrary "
        + "to intention, impracticable or unjust",
      "Devaynes v Noble (Clayton's Case) (1816) 1 Mer 572; Barlow Clowes v Vaughan [1991] EWCA Civ 11, "
        + "[1992] 4 All ER 22, 39 (pro rata used there)",
      .secondary, "quotation verified (Woolf LJ at 39a); exceptions and outcome secondary",
      .methods([.fifo])),
    row(
      "tr-pari-passu", "Pari passu",
      "innocent volunteer and owner share rateably: \"a charge ranking pari passu\"; shares of the end "
        + "pool by contribution",
      "Re Diplock [1948] Ch 465, 524; Barlow Clowes v Vaughan", .verified, "passage quoted",
      .methods([.pariPassu]),
      reading:
        "the pool begins when the first claimed money comes in; payments out are charged in the "
        + "same shares, and a share charged before the money came is a loss, not followed"),
    row(
      "tr-rolling", "Rolling charge",
      "each withdrawal is charged pro rata to the interests at that moment (North American rolling "
        + "charge)",
      "Barlow Clowes v Vaughan (discussed, not adopted)", .secondary,
      "method verified (Todd); its treatment in the case secondary", .methods([.rolling])),
  ]

  /// Against one who mixed trust money with his own.
  private static let wrongdoer = [
    row(
      "tr-own-first", "Own money first",
      "a wrongdoer who mixed own money is presumed to spend his own first; Clayton does not apply "
        + "against him; the claimant has a charge on the whole",
      "Re Hallett's Estate (1880) 13 Ch D 696", .verified,
      "restated by Sargant J in Roscoe v Winder",
      .methods([.ownFirst]),
      reading:
        "after the own money the rest is charged rateably; where no own money is stated, what "
        + "nobody claims is presumed to be own"),
    row(
      "tr-first-charge", "First charge on an asset",
      "an asset was bought from the mixed fund and the rest dissipated: the claimant's charge attaches "
        + "to the asset, whatever the order of spending",
      "Re Oatway [1903] 2 Ch 356", .verified, "Joyce J quoted", .methods([.firstCharge])),
    row(
      "tr-election", "Choice of the rule",
      "free choice of the best rule: supported by Shalson v Russo; Turner v Jacob keeps Hallett where "
        + "enough remains",
      "Shalson v Russo [2003] EWHC 1637 (Ch) [144]; Turner v Jacob [2006] EWHC 1317 (Ch)",
      .secondary,
      "the authorities are in conflict: the election is recorded and both results are shown",
      .election([.ownFirst, .firstCharge])),
    row(
      "tr-libr-cap", "Lowest intermediate balance, one claimant",
      "the claim cannot exceed the lowest balance between deposit and claim date; later top-ups do not "
        + "revive it unless made to restore the trust; zero or overdrawn extinguishes it",
      "James Roscoe (Bolton) v Winder [1915] 1 Ch 62; Federal Republic of Brazil v Durant [2015] UKPC 35",
      .verified, "both", .methods([.librCap])),
  ]

  /// Into things bought.
  private static let assets = [
    row(
      "tr-proportion-or-lien", "Proportionate share or lien",
      "asset bought partly with trust money: the claimant may take a proportionate share or a lien for "
        + "the sum; innocent contributors share rateably",
      "Foskett v McKeown [2000] UKHL 29", .verified, "Lord Millett quoted", .assetClaim),
    row(
      "tr-backward", "Backward tracing",
      "tracing into an asset bought before the money arrived needs coordination between the depletion of "
        + "the fund and the acquisition, \"looking at the whole transaction\"",
      "Federal Republic of Brazil v Durant [2015] UKPC 35", .verified, "several", .backward,
      reading:
        "whether the scheme is coordinated is the analyst's statement; both results are shown"),
  ]

  private static let canada = [
    row(
      "tr-libr-pro-rata", "Lowest intermediate balance, among claimants",
      "pro rata \"on the basis of tracing\": an earlier contributor cannot claim more than the lowest "
        + "balance after his deposit and before the next claimant's; later contributors do not bear "
        + "earlier losses; unworkable or contrary intention: plain pro rata",
      "Ontario (Securities Comm.) v Greymac (1986 ONCA); Law Society of Upper Canada v TD Bank (1998 "
        + "ONCA); Boughner v Greyhawk 2013 ONCA 26; Easy Loan v Wiseman 2017 ABCA 58 [57]",
      .secondary, "digests of Easy Loan and Greyhawk; opening of Greyhawk and Law Society read",
      .methods([.librAllocate]),
      reading:
        "with others' money in the account, that is spent first; claims fall, rateably, only "
        + "where the balance falls below their sum")
  ]

  private static let america = [
    row(
      "tr-us-libr", "Lowest intermediate balance (US)", "trust-fund rule against a debtor",
      "In re Columbia Gas, 997 F.2d 1039 (3d Cir. 1993); In re Dameron (4th Cir. 1998)",
      .unverified,
      "secondary; wording unverified", .methods([.librCap])),
    row(
      "tr-us-forfeiture", "Forfeiture (US)",
      "the government may take the lowest intermediate balance (last-out), or \"drugs-in, first-out\", "
        + "or averaging; not last-in-first-out. 18 USC 984: within a year of the offence no tracing is "
        + "needed for identical property in the same account",
      "US v Banco Cafetero, 797 F.2d 1154 (2d Cir. 1986); US v Voigt (3d Cir., rejects accounting "
        + "tracing); 18 USC 984",
      .unverified, "secondary; s. 984 verified (statute); averaging unverified",
      .methods([.librCap, .fifo, .rolling])),
    row(
      "tr-lifo", "Last in, first out",
      "accepted as an equitable choice on the timing of deposit and payment",
      "US v Henshaw, 388 F.3d 738 (10th Cir. 2004)", .secondary,
      "citation verified; the holding secondary (digest)", .methods([.lifo])),
    row(
      "tr-us-pro-rata", "Pro rata among Ponzi victims",
      "victims similarly situated share pro rata even where tracing is possible; the court's discretion",
      "US v Durham, 86 F.3d 70 (5th Cir. 1996); SEC v Credit Bancorp, 290 F.3d 80 (2d Cir. 2002)",
      .secondary, "digests of both opinions", .dividend(.netLoss)),
    row(
      "tr-rising-tide", "Rising tide",
      "payments already received count towards the dividend; the alternative is net loss",
      "SEC v Huber, 702 F.3d 903 (7th Cir. 2012); CCWB v Milligan, 112 F.4th 171 (4th Cir. 2024)",
      .secondary, "digest; part of the Huber example read", .dividend(.risingTide)),
  ]

  private static let elsewhere = [
    row(
      "tr-au", "Australia",
      "Clayton's Case is not applied to a trustee's mixed trust account; pari passu, limited by the "
        + "lowest balance",
      "Re French Caledonia Travel [2003] NSWSC 1008", .unverified, "unverified",
      .methods([.librAllocate, .pariPassu])),
    row(
      "poison", "Poison",
      "any touch taints the whole; used for intelligence, no rule of property",
      "none", .unverified, "no authority", .methods([.poison])),
  ]
}
