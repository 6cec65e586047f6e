import Glibc

/// What ends a run, as a sentence and an exit code of sysexits(3).
enum LayoutFailure: Error {
  case usage(String)
  case graph(String)
  case graphviz(String)
  case output(String)

  var sentence: String {
    switch self {
    case .usage(let text), .graph(let text), .graphviz(let text), .output(let text): text
    }
  }

  var code: Int32 {
    switch self {
    case .usage: 64
    case .graph: 65
    case .graphviz: 70
    case .output: 74
    }
  }
}

/// What one run is asked for.
struct LayoutRequest {
  /// The engines that the two layout plugins hold; `nop2` takes the positions as given.
  enum Engine: String, CaseIterable {
    case dot, neato, sfdp, nop2
  }

  enum Format: String, CaseIterable {
    case positions, dot, json, svg, pdf, png

    /// The plugins loaded. Without pango, text widths come from Graphviz's own tables, so only the
    /// two formats that must draw letters load it; by then every position is fixed.
    var plugins: [String] {
      switch self {
      case .positions, .dot, .json, .svg: ["core", "dot_layout", "neato_layout"]
      case .pdf, .png: ["core", "dot_layout", "neato_layout", "pango"]
      }
    }
  }

  var engine: Engine
  var format: Format
  var memory: UInt?
  var cpu: UInt?
  var epoch: Int?

  init(_ arguments: some Collection<String>) throws(LayoutFailure) {
    var words = Array(arguments)
    guard words.count >= 2, let engine = Engine(rawValue: words[0]),
      let format = Format(rawValue: words[1])
    else {
      let engines = Engine.allCases.map(\.rawValue).joined(separator: "|")
      let formats = Format.allCases.map(\.rawValue).joined(separator: "|")
      throw .usage(
        "usage: clew-layout \(engines) \(formats)"
          + " [--memory BYTES] [--cpu SECONDS] [--epoch SECONDS] < GRAPH")
    }
    self.engine = engine
    self.format = format
    words.removeFirst(2)
    while let option = words.first {
      guard words.count >= 2 else { throw .usage("\(option) needs a number") }
      let value = words[1]
      words.removeFirst(2)
      switch option {
      case "--memory": memory = UInt(value)
      case "--cpu": cpu = UInt(value)
      case "--epoch": epoch = Int(value)
      default: throw .usage("unknown option \(option)")
      }
      guard Int(value) != nil else { throw .usage("\(option) needs a number, not \(value)") }
    }
  }

  /// Takes the limits on, for good: hard and soft alike.
  func applyLimits() throws(LayoutFailure) {
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    guard setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none) == 0 else {
      throw .usage("core files cannot be switched off")
    }
    if let memory {
      var limit = rlimit(rlim_cur: rlim_t(memory), rlim_max: rlim_t(memory))
      guard setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0 else {
        throw .usage("the memory limit cannot be set")
      }
    }
    if let cpu {
      var limit = rlimit(rlim_cur: rlim_t(cpu), rlim_max: rlim_t(cpu))
      guard setrlimit(__rlimit_resource_t(RLIMIT_CPU.rawValue), &limit) == 0 else {
        throw .usage("the processor limit cannot be set")
      }
    }
    if let epoch { setenv("SOURCE_DATE_EPOCH", String(epoch), 1) }
  }
}
