import CGraphviz

/// The format `positions`: where everything came to lie, one line each, in points, y upwards.
///
/// ```
/// graph LLX,LLY,URX,URY
/// node NAME X,Y
/// edge ID SPLINES
/// label ID X,Y
/// cluster NAME LLX,LLY,URX,URY
/// ```
/// SPLINES is Graphviz's `pos` of an edge: `e,X,Y` and `s,X,Y` for arrow tips, then 3k+1 control
/// points. Names and ids must be ASCII letters, digits and underscores, so that nothing is quoted.
enum Positions {
  static func text(of graph: UnsafeMutablePointer<Agraph_t>) throws(LayoutFailure) -> String {
    attach_attrs(graph)
    var lines: [String] = []
    lines.append("graph \(attribute("bb", of: graph))")
    var node = agfstnode(graph)
    while let current = node {
      lines.append("node \(try name(of: current)) \(attribute("pos", of: current))")
      var edge = agfstout(graph, current)
      while let line = edge {
        let id = attribute("id", of: line)
        guard isPlain(id) else { throw .graph("an edge has no plain id") }
        lines.append("edge \(id) \(attribute("pos", of: line))")
        let label = attribute("lp", of: line)
        if !label.isEmpty { lines.append("label \(id) \(label)") }
        edge = agnxtout(graph, line)
      }
      node = agnxtnode(graph, current)
    }
    try appendClusters(of: graph, to: &lines)
    return lines.joined(separator: "\n") + "\n"
  }

  static func appendClusters(
    of graph: UnsafeMutablePointer<Agraph_t>, to lines: inout [String]
  ) throws(LayoutFailure) {
    var part = agfstsubg(graph)
    while let current = part {
      let box = attribute("bb", of: current)
      if !box.isEmpty { lines.append("cluster \(try name(of: current)) \(box)") }
      try appendClusters(of: current, to: &lines)
      part = agnxtsubg(current)
    }
  }

  static func attribute(_ name: String, of object: UnsafeMutableRawPointer) -> String {
    var key = Array(name.utf8CString)
    guard let value = agget(object, &key) else { return "" }
    return String(cString: value)
  }

  static func name(of object: UnsafeMutableRawPointer) throws(LayoutFailure) -> String {
    let name = agnameof(object).map { String(cString: $0) } ?? ""
    guard isPlain(name) else { throw .graph("a node or cluster has no plain name") }
    return name
  }

  static func isPlain(_ name: String) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy { byte in
        byte == UInt8(ascii: "_") || (byte >= 0x30 && byte <= 0x39)
          || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A)
      }
  }
}
