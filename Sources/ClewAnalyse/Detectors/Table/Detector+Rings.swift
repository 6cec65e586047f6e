/// The rings: whole patterns of payments between several accounts. Windows are the longest durations
/// of the labelled rings of IBM AMLworld (HI-Small), rounded to half days; minimum scores are ours.
extension Detector {
  private static let labelled =
    "family of IBM AMLSim and AMLworld (arXiv 2306.16424); window: longest of the labelled rings of "
    + "HI-Small; minimum score: ours"

  package static let fanOut = Detector(
    id: "fan-out", title: "Fan-out",
    definition: "One account pays many others within the window, beyond what is ordinary for it.",
    isRing: true, window: 4 * day, minScore: 0, source: labelled)

  package static let fanIn = Detector(
    id: "fan-in", title: "Fan-in",
    definition: "Many accounts pay one other within the window, beyond what is ordinary for it.",
    isRing: true, window: 4 * day, minScore: 0, source: labelled)

  package static let scatterGather = Detector(
    id: "scatter-gather", title: "Scatter-gather",
    definition:
      "One account pays several others, and at least two of those pay one and the same account.",
    isRing: true, window: 4 * day, minScore: 0, source: labelled)

  package static let gatherScatter = Detector(
    id: "gather-scatter", title: "Gather-scatter",
    definition: "Several accounts pay one account, which pays several others.",
    isRing: true, window: 17 * day / 2, minScore: 0, source: labelled)

  package static let cycle = Detector(
    id: "cycle", title: "Cycle",
    definition:
      "Money leaves an account, passes through others, each once, and comes back to it; with strict "
      + "order each payment follows the one before (simple temporal cycle, 2SCENT).",
    isRing: true, window: 4 * day, minScore: 0,
    source: "2SCENT (PVLDB 11(11), 2018); " + labelled)

  package static let bipartite = Detector(
    id: "bipartite", title: "Bipartite",
    definition: "Several accounts pay several others, each side in one layer.",
    isRing: true, window: 2 * day, minScore: 0, source: labelled)

  package static let stack = Detector(
    id: "stack", title: "Stack",
    definition: "Money moves through three layers of accounts or more, several in each.",
    isRing: true, window: 5 * day, minScore: 0, source: labelled)
}
