import CGraphviz
import Glibc

/// Lays out one DOT graph from standard input, writes the result to standard output, exits.
///
/// `clew-layout ENGINE FORMAT [--memory BYTES] [--cpu SECONDS] [--epoch SECONDS]`
///
/// Limits are set before a byte of the graph is read: memory by `RLIMIT_AS`, processor time by
/// `RLIMIT_CPU`, and no core file. `--epoch` is the time that a document is stamped with. Anything
/// on standard error, and any exit code but 0, is a failure: Graphviz writes output after a warning.
@main struct LayoutTool {
  static func main() {
    do throws(LayoutFailure) {
      let request = try LayoutRequest(CommandLine.arguments.dropFirst())
      try request.applyLimits()
      try layOut(request)
    } catch {
      complain(error.sentence)
      exit(error.code)
    }
  }

  static func layOut(_ request: LayoutRequest) throws(LayoutFailure) {
    var dot = try standardInput()
    guard !dot.contains(0) else { throw .graph("the graph holds a NUL byte") }
    dot.append(0)
    // The table lives as long as the process: Graphviz keeps the pointer and chooses its text
    // measure from the plugins it finds here, not from those added later.
    let plugins = try PluginLibrary.table(of: request.format.plugins)
    guard let context = gvContextPlugins(plugins, 0) else {
      throw .graphviz("Graphviz gave no context")
    }
    let graph = dot.withUnsafeBytes { bytes in
      bytes.baseAddress.flatMap { agmemread($0.assumingMemoryBound(to: CChar.self)) }
    }
    guard let graph else { throw .graph("the graph is not DOT") }
    try Background.check(graph)
    guard gvLayout(context, graph, request.engine.rawValue) == 0 else {
      throw .graphviz("the engine \(request.engine.rawValue) refused the graph")
    }
    if request.format == .positions {
      try write(Positions.text(of: graph))
    } else {
      guard let output = fdopen(STDOUT_FILENO, "w") else {
        throw .output("standard output cannot be written")
      }
      guard gvRender(context, graph, request.format.rawValue, output) == 0 else {
        throw .graphviz("the format \(request.format.rawValue) could not be written")
      }
      guard fflush(output) == 0 else { throw .output("standard output was cut short") }
    }
  }

  static func complain(_ sentence: String) {
    var line = Array(("clew-layout: " + sentence + "\n").utf8)
    _ = Glibc.write(STDERR_FILENO, &line, line.count)
  }

  static func standardInput() throws(LayoutFailure) -> [UInt8] {
    var all: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(STDIN_FILENO, &chunk, chunk.count)
      if count == 0 { return all }
      if count < 0 {
        if errno == EINTR { continue }
        throw .graph("standard input cannot be read")
      }
      all.append(contentsOf: chunk[..<count])
    }
  }

  static func write(_ text: String) throws(LayoutFailure) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        throw .output("standard output cannot be written")
      }
      rest = rest.dropFirst(count)
    }
  }
}
