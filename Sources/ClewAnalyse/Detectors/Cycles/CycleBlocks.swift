/// How first payments are cut into blocks: a block opens at most an eighth of a window, unless it
/// would hold too few of them to be worth it. The same for any number of threads.
struct CycleBlocks {
  /// Steps by block, ascending.
  let ranges: [Range<Int>]

  private static let least = 2048
  private static let most = 32_768

  init(_ search: CycleSearch, _ graph: CycleGraph) {
    let index = search.index
    let span = search.window / 8
    func lo(_ step: Int) -> Int64 { index.lo[Int(graph.edge(of: Int32(step)))] }
    var ranges: [Range<Int>] = []
    var begin = 0
    while begin < graph.count {
      let (limit, overflow) = lo(begin).addingReportingOverflow(span)
      var end = begin
      while end < graph.count, end - begin < Self.most,
        end - begin < Self.least || overflow || lo(end) <= limit
      {
        end += 1
      }
      ranges.append(begin..<end)
      begin = end
    }
    self.ranges = ranges
  }
}
