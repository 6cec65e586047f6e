import Glibc
import Subprocess
import SystemPackage

/// How much a layout may take before it is ended.
package struct LayoutLimits: Hashable, Sendable {
  /// Address space in bytes. Graphviz with the letters of PDF and PNG needs about 300 MB for a
  /// sheet of 300 nodes.
  package var memory: Int
  /// Processor time in seconds.
  package var cpuSeconds: Int
  /// Wall time in milliseconds.
  package var wallMilliseconds: Int
  /// Bytes of output.
  package var output: Int

  package init(
    memory: Int = 2 << 30, cpuSeconds: Int = 40, wallMilliseconds: Int = 60_000,
    output: Int = 256 << 20
  ) {
    self.memory = memory
    self.cpuSeconds = cpuSeconds
    self.wallMilliseconds = wallMilliseconds
    self.output = output
  }
}

/// Runs `clew-layout`: one process for one graph, with limits, nothing but `SERVER_NAME` in its
/// environment (which stops Graphviz from loading files that a graph names), and no file.
package struct Layout: Hashable, Sendable {
  package enum Engine: String, Hashable, Sendable, CaseIterable {
    /// Takes what suits the chart's view and size.
    case auto
    case dot, neato, sfdp
  }

  package enum Format: String, Hashable, Sendable {
    case positions, dot, json, svg, pdf, png
  }

  package var path: String
  package var limits: LayoutLimits

  package init(path: String, limits: LayoutLimits = LayoutLimits()) {
    self.path = path
    self.limits = limits
  }

  /// Looks beside the running binary, then where `CLEW_LAYOUT` says.
  ///
  /// - Throws: `layoutMissing`.
  package static func find(limits: LayoutLimits = LayoutLimits()) throws(RenderError) -> Layout {
    var candidates: [String] = []
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let length = readlink("/proc/self/exe", &buffer, buffer.count)
    if length > 0 {
      let own = String(decoding: buffer[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
      if let slash = own.lastIndex(of: "/") { candidates.append(own[...slash] + "clew-layout") }
    }
    if let named = getenv("CLEW_LAYOUT") { candidates.append(String(cString: named)) }
    for candidate in candidates where access(candidate, X_OK) == 0 {
      return Layout(path: candidate, limits: limits)
    }
    throw RenderError(
      .layoutMissing, what: "clew-layout was not found", place: "beside clew, and in CLEW_LAYOUT",
      next: "Install clew-layout beside clew, or set CLEW_LAYOUT to its path.")
  }

  /// Runs one graph through Graphviz.
  ///
  /// - Parameters:
  ///   - engine: `dot`, `neato`, `sfdp`, or `nop2` for positions that are given.
  ///   - epoch: the time that a document is stamped with, in seconds since 1970.
  /// - Returns: what the tool wrote to standard output.
  /// - Throws: `layoutLimit` when a limit was passed, `layoutFailed` for any exit code but 0, any
  ///   signal, and anything on standard error: Graphviz writes output after a warning.
  package func run(_ dot: String, engine: String, format: Format, epoch: Int? = nil)
    async throws(RenderError) -> [UInt8]
  {
    // A layout that dies before it has read the graph would end this process too.
    signal(SIGPIPE, SIG_IGN)
    var words = [
      engine, format.rawValue, "--memory", String(limits.memory), "--cpu",
      String(limits.cpuSeconds),
    ]
    if let epoch { words += ["--epoch", String(epoch)] }
    let outcome = await race(arguments: words, input: dot)
    return try verdict(on: outcome, engine: engine)
  }

  private enum Outcome: Sendable {
    case ended(status: TerminationStatus, output: [UInt8], complaint: String)
    case failed(String)
    case outputTooLong
    case timedOut
  }

  /// The process against the clock: whichever is first ends the other.
  private func race(arguments: [String], input: String) async -> Outcome {
    await withTaskGroup(of: Outcome?.self) { group in
      group.addTask { await launch(arguments: arguments, input: input) }
      group.addTask {
        do {
          try await Task.sleep(for: .milliseconds(limits.wallMilliseconds))
          return .timedOut
        } catch {
          return nil
        }
      }
      for await outcome in group {
        if let outcome {
          group.cancelAll()
          return outcome
        }
      }
      return .timedOut
    }
  }

  private func launch(arguments: [String], input: String) async -> Outcome {
    do {
      let result = try await Subprocess.run(
        .path(FilePath(path)), arguments: Arguments(arguments),
        environment: .custom(["SERVER_NAME": "clew"]), input: .string(input),
        output: .bytes(limit: limits.output), error: .string(limit: 1 << 16))
      return .ended(
        status: result.terminationStatus, output: result.standardOutput,
        complaint: result.standardError)
    } catch let error as SubprocessError where error.code == .outputLimitExceeded {
      return .outputTooLong
    } catch {
      return .failed(String(describing: error))
    }
  }

  private func verdict(on outcome: Outcome, engine: String) throws(RenderError) -> [UInt8] {
    let smaller = "Hide or fold nodes (--hops 1), or take --engine sfdp."
    func limit(_ what: String) -> RenderError {
      RenderError(.layoutLimit, what: what, place: "clew-layout \(engine)", next: smaller)
    }
    func failure(_ what: String) -> RenderError {
      RenderError(
        .layoutFailed, what: what, place: "clew-layout \(engine)",
        next: smaller + " `-o FILE.dot` writes the graph without laying it out.")
    }
    switch outcome {
    case .timedOut:
      throw limit("The layout did not end within \(limits.wallMilliseconds) ms")
    case .outputTooLong:
      throw limit("The layout wrote more than \(limits.output) bytes")
    case .failed(let reason):
      throw failure("The layout could not be run: \(ShownText.line(reason))")
    case .ended(.signaled(let signal), _, _) where signal == SIGXCPU || signal == SIGKILL:
      throw limit("The layout took more than \(limits.cpuSeconds) s of processor time")
    case .ended(.signaled(let signal), _, let complaint):
      throw failure("The layout was ended by signal \(signal)\(Self.said(complaint))")
    case .ended(.exited(let code), let output, let complaint):
      guard code == 0, complaint.isEmpty else {
        throw failure("The layout failed with exit code \(code)\(Self.said(complaint))")
      }
      return output
    }
  }

  /// The first line of a complaint, at most 200 characters.
  private static func said(_ complaint: String) -> String {
    let line = complaint.split(whereSeparator: \.isNewline).first ?? ""
    return line.isEmpty ? "" : ": " + ShownText.line(String(line.prefix(200)))
  }
}
