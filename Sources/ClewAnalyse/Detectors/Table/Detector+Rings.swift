/// The rings: whole patterns of payments between several accounts. Windows are the longest durations
/// of the labelled rings of IBM AMLworld (HI-Small), rounded up; these and the least scores are those
/// that `RingDetection` takes.
extension Detector {
  private static let labelled =
    "family of IBM AMLSim and AMLworld (arXiv 2306.16424); window: longest of the labelled rings of "
    + "HI-Small; minimum score: ours"

  package static let fanOut = Detector(
    id: "fan-out", title: "Fan-out",
    definition: "One account pays many others within the window, beyond what is ordinary for it.",
    isRing: true, window: RingDetection.window(of: "fan-out"),
    minScore: RingDetection.minScore(of: "fan-out"), source: labelled)

  package static let fanIn = Detector(
    id: "fan-in", title: "Fan-in",
    definition: "Many accounts pay one other within the window, beyond what is ordinary for it.",
    isRing: true, window: RingDetection.window(of: "fan-in"),
    minScore: RingDetection.minScore(of: "fan-in"), source: labelled)

  package static let scatterGather = Detector(
    id: "scatter-gather", title: "Scatter-gather",
    definition:
      "One account pays several others, and at least two of those pay one and the same account.",
    isRing: true, window: RingDetection.window(of: "scatter-gather"),
    minScore: RingDetection.minScore(of: "scatter-gather"), source: labelled)

  package static let gatherScatter = Detector(
    id: "gather-scatter", title: "Gather-scatter",
    definition: "Several accounts pay one account, which pays several others.",
    isRing: true, window: RingDetection.window(of: "gather-scatter"),
    minScore: RingDetection.minScore(of: "gather-scatter"), source: labelled)

  package static let cycle = Detector(
    id: "cycle", title: "Cycle",
    definition:
      "Money leaves an account, passes through others, each once, and comes back to it; with strict "
      + "order each payment follows the one before (simple temporal cycle, 2SCENT).",
    isRing: true, window: RingDetection.window(of: "cycle"),
    minScore: RingDetection.minScore(of: "cycle"),
    source: "2SCENT (PVLDB 11(11), 2018); " + labelled)

  package static let bipartite = Detector(
    id: "bipartite", title: "Bipartite",
    definition: "Several accounts pay several others, each side in one layer.",
    isRing: true, window: RingDetection.window(of: "bipartite"),
    minScore: RingDetection.minScore(of: "bipartite"), source: labelled)

  package static let stack = Detector(
    id: "stack", title: "Stack",
    definition: "Money moves through three layers of accounts or more, several in each.",
    isRing: true, window: RingDetection.window(of: "stack"),
    minScore: RingDetection.minScore(of: "stack"), source: labelled)
}
