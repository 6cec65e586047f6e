import ClewAnalyse
import ClewGraph
import Dispatch

/// One question worked by several methods, each in the orders in which the entries of one day may
/// stand: the first order in full, of the others what they leave where.
struct TraceRuns: Sendable {
  /// What one method gives.
  struct Run: Sendable {
    var trace: Trace
    /// By order: what lies where.
    var places: [TraceQuestion.SameDay: [Place: Int128]]
    /// By order: what can be claimed of assets.
    var assets: [TraceQuestion.SameDay: [Trace.AssetClaim]]
    /// What is to be said of other orders than that of the trace alone.
    var otherWarnings: [(order: TraceQuestion.SameDay, warning: Trace.Warning)]
    /// Of all orders.
    var reconciles: Bool
    var isExhaustive: Bool

    var method: TracingMethod { trace.method }

    /// The least and the most that an owner can claim of an asset; nil where the orders agree, or
    /// give it in several currencies.
    func range(_ claim: Trace.AssetClaim) -> (least: Int128, most: Int128)? {
      var amounts: [Int128] = []
      for claims in assets.values {
        let same = claims.filter {
          $0.asset == claim.asset && $0.owner == claim.owner && $0.unit == claim.unit
        }
        guard same.allSatisfy({ $0.amountUnit == claim.amountUnit }) else { return nil }
        amounts.append(same.reduce(0) { $0 + $1.amount })
      }
      guard let least = amounts.min(), let most = amounts.max(), least != most else { return nil }
      return (least, most)
    }

    /// The least and the most over the orders.
    func range(_ place: Place) -> (least: Int128, most: Int128) {
      let amounts = places.values.map { $0[place] ?? 0 }
      return (amounts.min() ?? 0, amounts.max() ?? 0)
    }

    func amount(_ place: Place) -> Int128 { places[trace.sameDay]?[place] ?? 0 }

    /// The places where the order of entries of one day decides, ascending.
    var undecided: [Place] {
      Set(places.values.flatMap(\.keys)).filter { range($0).least != range($0).most }.sorted()
    }
  }

  /// Where money lies, came from or went out of reach, in one currency, and whose it is.
  struct Place: Hashable, Comparable, Sendable {
    enum Site: Hashable, Comparable, Sendable {
      case account(Int32)
      /// A position among the reasons.
      case ended(Int)
    }

    var site: Site
    var unit: UInt16
    /// nil for the whole; an empty text for what nobody is said to own.
    var owner: String?

    static func < (a: Self, b: Self) -> Bool {
      if a.site != b.site { return a.site < b.site }
      if a.unit != b.unit { return a.unit < b.unit }
      return (a.owner == nil ? 0 : 1, a.owner ?? "") < (b.owner == nil ? 0 : 1, b.owner ?? "")
    }

    var whole: Place { Place(site: site, unit: unit, owner: nil) }

    /// The account, nil for money out of reach.
    var node: Int32? {
      guard case .account(let node) = site else { return nil }
      return node
    }

    /// Why it is out of reach.
    var reason: Trace.Untraceable.Reason? {
      guard case .ended(let position) = site else { return nil }
      return Trace.Untraceable.Reason.allCases[position]
    }
  }

  let runs: [Run]

  /// Complexity: a trace for every method and order, two at a time.
  init(
    _ methods: [TracingMethod], _ orders: [TraceQuestion.SameDay], _ question: TraceQuestion,
    _ postings: Postings
  ) {
    let jobs = methods.flatMap { method in orders.map { Job(method, $0) } }
    let next = Turn()
    DispatchQueue.concurrentPerform(iterations: min(2, jobs.count)) { _ in
      while let number = next.take(below: jobs.count) {
        jobs[number].run(question, postings, inFull: jobs[number].order == orders.first)
      }
    }
    runs = methods.compactMap { method in
      let own = jobs.filter { $0.method == method }
      guard let trace = own.first?.trace else { return nil }
      var run = Run(
        trace: trace, places: [:], assets: [:], otherWarnings: [],
        reconciles: own.allSatisfy(\.reconciles), isExhaustive: own.allSatisfy(\.isExhaustive))
      var said = Set(trace.warnings)
      for job in own {
        run.places[job.order] = job.places
        run.assets[job.order] = job.assets
        for warning in job.warnings where said.insert(warning).inserted {
          run.otherWarnings.append((job.order, warning))
        }
      }
      return run
    }
  }

  /// All places of all runs, ascending.
  var places: [Place] {
    Set(runs.flatMap { $0.places.values.flatMap(\.keys) }).sorted()
  }
}

/// A trace to be worked by one thread, and to be read after all are done.
private final class Job: @unchecked Sendable {
  let method: TracingMethod
  let order: TraceQuestion.SameDay
  private(set) var trace: Trace?
  private(set) var places: [TraceRuns.Place: Int128] = [:]
  private(set) var assets: [Trace.AssetClaim] = []
  private(set) var warnings: [Trace.Warning] = []
  private(set) var reconciles = true
  private(set) var isExhaustive = true

  init(_ method: TracingMethod, _ order: TraceQuestion.SameDay) {
    self.method = method
    self.order = order
  }

  func run(_ question: TraceQuestion, _ postings: Postings, inFull: Bool) {
    var question = question
    question.method = method
    question.sameDay = order
    let trace = Trace(question, in: postings)
    places = trace.places
    (assets, warnings) = (trace.assets, trace.warnings)
    (reconciles, isExhaustive) = (trace.reconciles, trace.isExhaustive)
    if inFull { self.trace = trace }
  }
}

/// Numbers that several threads take in turn.
private final class Turn: @unchecked Sendable {
  private let queue = DispatchQueue(label: "clew.trace")
  private var next = 0

  func take(below count: Int) -> Int? {
    queue.sync {
      guard next < count else { return nil }
      next += 1
      return next - 1
    }
  }
}

extension Trace {
  /// What lies where, or where it came from: the whole of each account and currency, and by owner
  /// where the claims name any.
  var places: [TraceRuns.Place: Int128] {
    var places: [TraceRuns.Place: Int128] = [:]
    func add(_ site: TraceRuns.Place.Site, _ unit: UInt16, _ owner: String?, _ amount: Int128) {
      places[TraceRuns.Place(site: site, unit: unit, owner: owner), default: 0] += amount
    }
    for end in untraceable {
      let reason = Trace.Untraceable.Reason.allCases.firstIndex(of: end.reason)
      add(.ended(reason ?? 0), end.unit, nil, end.amount)
    }
    let namesOwners = origins.contains { $0.isTraced && $0.owner != nil }
    if direction == .backward {
      for origin in origins where origin.isTraced {
        add(.account(origin.node), origin.unit, nil, origin.amount)
        if namesOwners {
          add(.account(origin.node), origin.unit, origin.owner ?? "", origin.amount)
        }
      }
      return places
    }
    for holding in balances where holding.amount > 0 {
      add(.account(holding.node), holding.unit, nil, holding.amount)
      guard namesOwners else { continue }
      for lot in holding.lots where lot.origin >= 0 && origins[Int(lot.origin)].isTraced {
        let owner = origins[Int(lot.origin)].owner ?? ""
        add(.account(holding.node), holding.unit, owner, lot.amount)
      }
    }
    return places
  }
}
