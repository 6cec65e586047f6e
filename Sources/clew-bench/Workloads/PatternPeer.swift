import ClewGraph
import ClewModel
import Glibc

/// IBM's Graph Feature Preprocessor, networkit and rustworkx on the columns of a synthetic world; and
/// the graph that numpy makes, whose counts of cycles are known.
enum PatternPeer {
  /// Counts by number of payments from two on that were known before this search was written. At 24
  /// hours the known count of five payments is two less than is found here: how the planted cycles
  /// were drawn is not known to the second. All else is the same graph.
  static let goldenCounts = [
    (6, "1066 1271 914 940 151 27 4"),
    (12, "2105 4795 6990 7311 4842 2552 1185 356 104"),
    (24, "4142 18797 53620 104452 148307 164444 147428 107187 66189"),
  ]

  /// Writes `from`, `to` and `time` as raw columns.
  private static let goldenScript = """
    import sys
    import numpy as np
    folder = sys.argv[1]
    n, m, days = 200_000, 997_500, 30
    p = 1 / np.arange(1, n + 1) ** .75
    p /= p.sum()
    r = np.random.default_rng(7)
    name = r.permutation(n)
    s, d = name[r.choice(n, m, p=p)], name[r.choice(n, m, p=p)]
    t = r.integers(0, days * 86400, m)
    r.lognormal(5.5, 1.8, m)
    S, D, T = [], [], []
    for _ in range(500):
        c = r.choice(n, 5, replace=False)
        t0 = r.integers(0, days * 86400 - 86400)
        for h in range(5):
            S.append(c[h]); D.append(c[(h + 1) % 5]); T.append(t0 + h * 3600 + r.integers(0, 60))
    s, d, t = np.r_[s, S], np.r_[d, D], np.r_[t, T]
    keep = s != d
    s, d, t = s[keep], d[keep], t[keep]
    order = np.argsort(t, kind='stable')
    s[order].astype(np.int32).tofile(folder + '/from')
    d[order].astype(np.int32).tofile(folder + '/to')
    t[order].astype(np.int64).tofile(folder + '/time')
    """

  /// One line a task: name, seconds of wall time, processor seconds, payments, figure.
  private static let peerScript = """
    import sys, time, resource
    import numpy as np
    folder, n = sys.argv[1], int(sys.argv[2])
    s = np.fromfile(folder + '/from', dtype=np.int32)
    d = np.fromfile(folder + '/to', dtype=np.int32)
    t = np.fromfile(folder + '/time', dtype=np.int64)
    def timed(name, payments, body):
        wall, cpu = time.perf_counter(), time.process_time()
        figure = body()
        print(name, time.perf_counter() - wall, time.process_time() - cpu, payments, figure, flush=True)
    def gfp(name, payments, **which):
        from snapml import GraphFeaturePreprocessor
        g = GraphFeaturePreprocessor()
        g.set_params(dict({'num_threads': 1, 'time_window': -1, 'vertex_stats': False, 'fan': False,
          'degree': False, 'scatter-gather': False, 'lc-cycle': False, 'temp-cycle': False}, **which))
        k = min(payments, len(s))
        x = np.column_stack([np.arange(k), s[:k], d[:k], t[:k], np.ones(k)]).astype('f8')
        def run():
            for i in range(0, k, 4096): g.transform(x[i:i + 4096])
            return 0
        timed(name, k, run)
    def attempt(body):
        try: body()
        except ImportError as e: print('absent', 0, 0, 0, str(e.name), flush=True)
    attempt(lambda: gfp('cycles-6h', 200_000, **{'temp-cycle': True, 'temp-cycle_tw': 6 * 3600,
      'temp-cycle_bins': list(range(2, 16))}))
    attempt(lambda: gfp('cycles-24h', 50_000, **{'temp-cycle': True, 'temp-cycle_tw': 24 * 3600,
      'temp-cycle_bins': list(range(2, 16))}))
    attempt(lambda: gfp('fans-24h', 200_000, **{'fan': True, 'fan_tw': 24 * 3600,
      'fan_bins': list(range(2, 31))}))
    attempt(lambda: gfp('scatter-gather-6h', 200_000, **{'scatter-gather': True,
      'scatter-gather_tw': 6 * 3600, 'scatter-gather_bins': list(range(2, 31))}))
    def components():
        import networkit as nk
        nk.setNumberOfThreads(1)
        g = nk.GraphFromCoo((s.astype(np.uint64), d.astype(np.uint64)), n=n, directed=True)
        c = nk.components.WeaklyConnectedComponents(g)
        def run():
            c.run()
            return c.numberOfComponents()
        timed('weak-components', len(s), run)
    attempt(components)
    def ranks():
        import rustworkx as rx
        g = rx.PyDiGraph()
        g.add_nodes_from(range(n))
        g.add_edges_from_no_data(list(zip(s.tolist(), d.tolist())))
        timed('PageRank', len(s), lambda: max(rx.pagerank(g, tol=1e-9, max_iter=200).values()))
    attempt(ranks)
    """

  static func write(_ columns: Payments, to folder: String) throws {
    try write(columns.from, to: folder + "/from")
    try write(columns.to, to: folder + "/to")
    try write(columns.lo, to: folder + "/time")
  }

  private static func write<Element>(_ column: [Element], to path: String) throws {
    guard let file = fopen(path, "w") else { throw BenchError("cannot write \(path)") }
    defer { fclose(file) }
    column.withUnsafeBytes { _ = fwrite($0.baseAddress, 1, $0.count, file) }
  }

  /// nil where there is no such Python.
  static func golden(folder: String, python: String) throws -> Payments? {
    let child = try ChildProcess.run([python, "-c", goldenScript, folder])
    guard child.status == 0 else { return nil }
    return SyntheticFlows.columns(
      from: try read(folder + "/from", Int32(0)), to: try read(folder + "/to", Int32(0)),
      times: try read(folder + "/time", Int64(0)))
  }

  private static func read<Element: BitwiseCopyable>(
    _ path: String, _ zero: Element
  ) throws -> [Element] {
    guard let file = fopen(path, "r") else { throw BenchError("cannot read \(path)") }
    defer { fclose(file) }
    fseek(file, 0, SEEK_END)
    let count = ftell(file) / MemoryLayout<Element>.stride
    rewind(file)
    var column = [Element](repeating: zero, count: count)
    column.withUnsafeMutableBytes { _ = fread($0.baseAddress, 1, $0.count, file) }
    return column
  }

  static func run(folder: String, python: String, accounts: Int) throws -> [Measurement] {
    let output = folder + "/peers.txt"
    _ = try ChildProcess.run([python, "-c", peerScript, folder, String(accounts)], output: output)
    guard let file = fopen(output, "r") else { return [] }
    defer { fclose(file) }
    var lines: [Measurement] = []
    var buffer = [CChar](repeating: 0, count: 512)
    while fgets(&buffer, 512, file) != nil {
      let text = String(
        decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      let cells = text.split(whereSeparator: \.isWhitespace)
      guard cells.count == 5, let wall = Double(cells[1]), let processor = Double(cells[2]),
        let payments = Double(cells[3])
      else { continue }
      var line = Measurement("patterns peer \(cells[0])")
      line.add("seconds", wall)
      line.add("processorSeconds", processor)
      line.add("edgesPerProcessorSecond", processor > 0 ? payments / processor : 0)
      line.add("payments", Int(payments))
      line.add("figure", String(cells[4]))
      lines.append(line)
    }
    return lines
  }
}
