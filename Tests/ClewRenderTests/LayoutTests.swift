import ClewRender
import Glibc
import Testing

/// The layout process: whatever it does, the caller gets a value or an error that says what to do.
struct LayoutTests {
  static let graph = "digraph { a [label=\"\"]; b; a -> b [id=e0]; }"

  func failure(of layout: Layout, dot: String = LayoutTests.graph) async -> RenderError? {
    do {
      _ = try await layout.run(dot, engine: "dot", format: .positions)
      return nil
    } catch {
      return error
    }
  }

  @Test func placesAGraph() async throws {
    let output = try await Layout.find().run(Self.graph, engine: "dot", format: .positions)
    let lines = String(decoding: output, as: UTF8.self).split(separator: "\n")
    #expect(lines.first?.hasPrefix("graph 0,0,") == true)
    #expect(lines.contains { $0.hasPrefix("edge e0 e,") })
    #expect(lines.filter { $0.hasPrefix("node ") }.count == 2)
  }

  @Test func crashIsAnError() async throws {
    let scratch = Scratch()
    let error = await failure(of: Layout(path: scratch.script("crash", "kill -SEGV $$")))
    #expect(error?.code == .layoutFailed)
    #expect(error?.what.contains("signal 11") == true)
    #expect(error?.next.contains("--hops 1") == true)
  }

  @Test func hangIsAnErrorWithinTheLimit() async throws {
    let scratch = Scratch()
    let layout = Layout(
      path: scratch.script("hang", "exec sleep 600"), limits: LayoutLimits(wallMilliseconds: 300))
    let clock = ContinuousClock()
    let start = clock.now
    let error = await failure(of: layout)
    #expect(error?.code == .layoutLimit)
    // The other tests of a busy machine may hold the timer up; the script would sleep for 600 s.
    #expect(clock.now - start < .seconds(300))
  }

  @Test func endlessOutputIsAnError() async throws {
    let scratch = Scratch()
    let layout = Layout(
      path: scratch.script("flood", "exec yes"), limits: LayoutLimits(output: 1 << 20))
    #expect(await failure(of: layout)?.code == .layoutLimit)
  }

  @Test func aWarningIsAnError() async throws {
    let scratch = Scratch()
    let layout = Layout(path: scratch.script("warn", "echo 'Warning: x' >&2; echo graph 0,0,1,1"))
    let error = await failure(of: layout)
    #expect(error?.code == .layoutFailed)
    #expect(error?.what.contains("Warning: x") == true)
  }

  @Test func anExitCodeIsAnError() async throws {
    let scratch = Scratch()
    #expect(
      await failure(of: Layout(path: scratch.script("exit", "exit 3")))?.what.contains("code 3")
        == true)
  }

  /// A process that ends without reading closes the pipe under the writer.
  @Test func deathBeforeReadingIsAnError() async throws {
    let scratch = Scratch()
    let layout = Layout(path: scratch.script("deaf", "exec <&-; exit 1"))
    let long = "digraph {" + String(repeating: " ", count: 4 << 20) + "}"
    #expect(await failure(of: layout, dot: long)?.code == .layoutFailed)
  }

  @Test func missingToolIsAnError() async throws {
    #expect(await failure(of: Layout(path: "/nonexistent/clew-layout"))?.code == .layoutFailed)
  }

  @Test func environmentIsServerNameAlone() async throws {
    let scratch = Scratch()
    let layout = Layout(path: scratch.script("env", "exec /usr/bin/env"))
    let output = try await layout.run(Self.graph, engine: "dot", format: .positions)
    let names = String(decoding: output, as: UTF8.self).split(separator: "\n")
      .map { $0.prefix { $0 != "=" } }.filter { !["PWD", "_", "SHLVL", "OLDPWD"].contains($0) }
    #expect(names == ["SERVER_NAME"])
  }

  /// A graph of many nodes and edges that dot cannot lay out in a second or in little memory.
  static let heavy: String = {
    var state: UInt64 = 7
    var lines = ["digraph {"]
    for index in 0..<12_000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      lines.append("n\(index % 4000) -> n\((state >> 33) % 4000) [id=e\(index)];")
    }
    return lines.joined(separator: "\n") + "}"
  }()

  @Test func processorLimitHolds() async throws {
    var layout = try Layout.find()
    layout.limits.cpuSeconds = 1
    let error = await failure(of: layout, dot: Self.heavy)
    #expect(error?.code == .layoutLimit)
    #expect(error?.next.contains("sfdp") == true)
  }

  @Test func memoryLimitHolds() async throws {
    var layout = try Layout.find()
    layout.limits.memory = 120 << 20
    layout.limits.cpuSeconds = 20
    #expect(await failure(of: layout, dot: Self.heavy) != nil)
  }

  @Test func badGraphIsAnError() async throws {
    let layout = try Layout.find()
    #expect(await failure(of: layout, dot: "digraph { a -> ")?.code == .layoutFailed)
    #expect(await failure(of: layout, dot: "digraph { \"a b\" }")?.code == .layoutFailed)
    #expect(await failure(of: layout, dot: "digraph { a \0 }")?.code == .layoutFailed)
  }

  /// Graphviz would leave the rest of a drawing out without a word.
  @Test func cutDrawingIsAnError() async throws {
    let layout = try Layout.find()
    let dot = "digraph { a; operations=3; _background=\"c 7 -#ff0000 Q 1 2 3\"; }"
    await #expect(throws: RenderError.self) {
      try await layout.run(dot, engine: "nop2", format: .png)
    }
  }

  /// A picture, a PostScript file and a cell's picture: each is refused, and the refusal is an error.
  @Test(arguments: [
    "image=\"FILE\"", "shape=epsf, shapefile=\"FILE\"",
    "label=<<TABLE><TR><TD><IMG SRC=\"FILE\"/></TD></TR></TABLE>>",
  ])
  func noFileIsRead(attribute: String) async throws {
    let scratch = Scratch()
    let file = scratch.script("picture.png", "exit 0")
    let layout = try Layout.find()
    let text = attribute.split(separator: "FILE", omittingEmptySubsequences: false)
      .joined(separator: file)
    let error = await failure(of: layout, dot: "digraph { a [\(text)] }")
    #expect(error?.what.contains("the graph names a file") == true)
  }
}
