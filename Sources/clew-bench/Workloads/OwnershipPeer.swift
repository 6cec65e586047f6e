import ClewAnalyse
import ClewModel
import ClewRender
import Glibc

/// scipy on the columns of a synthetic register: the same index, vector and fixpoint.
struct OwnershipPeer {
  private var figures: [Double]

  /// What the script prints, in this order.
  private static let names = [
    "csrSeconds", "componentsSeconds", "vectorSeconds", "rounds", "sum", "halfOrMore",
    "fixpointSeconds", "blocked", "peakMegabytes",
  ]

  /// Reads columns as raw files; the sums of a fixpoint are integers, as ours are.
  private static let script = """
    import sys, time, resource
    import numpy as np, scipy.sparse as sp
    from scipy.sparse.csgraph import connected_components
    folder, n = sys.argv[1], int(sys.argv[2])
    owner = np.fromfile(folder + '/owner', dtype=np.int32)
    owned = np.fromfile(folder + '/owned', dtype=np.int32)
    units = np.fromfile(folder + '/units', dtype=np.int64)
    seeds = np.fromfile(folder + '/seeds', dtype=np.int32)
    begin = time.process_time()
    shares = sp.csr_matrix((units * 1e-15, (owned, owner)), shape=(n, n))
    csr = time.process_time() - begin
    begin = time.process_time()
    connected_components(shares, directed=True, connection='strong')
    components = time.process_time() - begin
    begin = time.process_time()
    start = np.zeros(n); start[seeds] = 1
    x = start; rounds = 0
    while True:
        y = shares @ x; y[seeds] = 1; rounds += 1
        done = np.abs(y - x).max() < 1e-12
        x = y
        if done: break
    vector = time.process_time() - begin
    x[seeds] = 0
    whole = sp.csr_matrix((units, (owned, owner)), shape=(n, n))
    begin = time.process_time()
    inside = start.astype(np.int64)
    while True:
        more = ((whole @ inside) >= 500000000000000).astype(np.int64)
        more[seeds] = 1
        if (more == inside).all(): break
        inside = more
    fixpoint = time.process_time() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(csr, components, vector, rounds, repr(float(x.sum())), int((x >= 0.5 - 1e-12).sum()),
          fixpoint, int(inside.sum()) - len(seeds), peak)
    """

  /// nil where there is no such Python.
  init?(
    folder: String, python: String, parties: Int, columns: HoldingColumns, seeds: [Int32]
  ) throws {
    try Self.write(columns.owner, to: folder + "/owner")
    try Self.write(columns.owned, to: folder + "/owned")
    try Self.write(columns.least, to: folder + "/units")
    try Self.write(seeds, to: folder + "/seeds")
    let output = folder + "/scipy.txt"
    let child = try ChildProcess.run(
      [python, "-c", Self.script, folder, String(parties)], output: output)
    guard child.status == 0, let file = fopen(output, "r") else { return nil }
    defer { fclose(file) }
    var buffer = [CChar](repeating: 0, count: 512)
    guard fgets(&buffer, 512, file) != nil else { return nil }
    let text = String(
      decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    figures = text.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
    guard figures.count == Self.names.count else { return nil }
  }

  private static func write<Element>(_ column: [Element], to path: String) throws {
    guard let file = fopen(path, "w") else { throw BenchError("cannot write \(path)") }
    defer { fclose(file) }
    column.withUnsafeBytes { _ = fwrite($0.baseAddress, 1, $0.count, file) }
  }

  /// Its figures, and whether both agree.
  func line(_ sums: OwnershipBench.Sums) -> Measurement {
    var line = Measurement("ownership scipy")
    for (name, figure) in zip(Self.names, figures) { line.add(name, figure) }
    let isSame =
      abs(figures[4] - sums.total) < 1e-6 && Int(figures[5]) == sums.half
      && Int(figures[7]) == sums.blocked
    line.add("agrees", isSame ? "yes" : "no")
    return line
  }
}
