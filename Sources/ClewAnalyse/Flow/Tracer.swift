import ClewGraph

extension Trace {
  /// Answers a question of tracing.
  ///
  /// Forward: every doctrine through one worker (`ForwardTrace`), except pari passu, which looks at
  /// the whole of a fund at once (`PariPassuTrace`). Backward:
  /// from payments or balances to what they are made of (`BackwardLots`, `BackwardShares`); what came
  /// from outside the postings, and what the bounds of the question leave, is an origin there.
  package init(_ question: TraceQuestion, in postings: Postings) {
    guard question.direction == .forward else {
      self = Self.backward(question, postings)
      return
    }
    switch question.method {
    case .fifo: self = Self.forward(LotQueue.self, question, postings)
    case .lifo: self = Self.forward(LotStack.self, question, postings)
    case .rolling: self = Self.forward(RollingLots.self, question, postings)
    case .librCap, .librAllocate, .ownFirst, .firstCharge:
      self = Self.forward(LayeredLots.self, question, postings)
    case .poison: self = Self.forward(PoisonLots.self, question, postings)
    case .pariPassu:
      var worker = ForwardTrace<RollingLots>(question, postings)
      self = worker.runPariPassu()
    }
  }

  private static func backward(_ question: TraceQuestion, _ postings: Postings) -> Trace {
    switch question.method {
    case .fifo:
      var worker = BackwardLots<LotQueue>(question, postings)
      return worker.run()
    case .lifo:
      var worker = BackwardLots<LotStack>(question, postings)
      return worker.run()
    default:
      var worker = BackwardShares(question, postings)
      return worker.run()
    }
  }

  private static func forward<Pool: LotPool>(
    _ pool: Pool.Type, _ question: TraceQuestion, _ postings: Postings
  ) -> Trace {
    var worker = ForwardTrace<Pool>(question, postings)
    return worker.run()
  }
}
