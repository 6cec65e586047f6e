import CGraphviz
import Glibc

/// Keeps Graphviz from files that a graph names: pictures, PostScript shapes, fonts.
///
/// The environment variable `SERVER_NAME` does not do this here: Graphviz looks at it only when it
/// reads a command line, which a program that merely links libgvc never makes it do. So the graph is
/// searched for the attributes that name files, and libgvc's own switch is set where it exports it.
enum FileRefusal {
  /// Sets what reading a command line under `SERVER_NAME` would set, `HTTPServerEnvVar`: from then
  /// on every file is unsafe to Graphviz. Later versions have no such variable.
  static func tellGraphviz() {
    guard let symbol = dlsym(dlopen(nil, RTLD_NOW), "HTTPServerEnvVar") else { return }
    symbol.assumingMemoryBound(to: UnsafeMutablePointer<CChar>?.self).pointee = strdup(
      "clew-layout")
  }

  /// Refuses the picture element of HTML-like labels, which stand outside quotes; inside them it is
  /// text like any other.
  static func check(_ dot: [UInt8]) throws(LayoutFailure) {
    let element = Array("<img".utf8)
    var isQuoted = false
    var isEscaped = false
    for (start, byte) in dot.enumerated() {
      if isQuoted {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isQuoted = false
        }
      } else if byte == UInt8(ascii: "\"") {
        isQuoted = true
      } else if byte == element[0], start + element.count <= dot.count,
        zip(dot[start...], element).allSatisfy({ $0 == $1 || $0 | 0x20 == $1 })
      {
        throw .graph("the graph names a file: <IMG>")
      }
    }
  }

  static func check(_ graph: UnsafeMutablePointer<Agraph_t>) throws(LayoutFailure) {
    let kinds: [(Int32, [String])] = [
      (AGRAPH, ["imagepath", "fontpath", "stylesheet"]), (AGNODE, ["image", "shapefile"]),
    ]
    for (kind, names) in kinds {
      for name in names {
        var key = Array(name.utf8CString)
        if agattr(graph, kind, &key, nil) != nil {
          throw .graph("the graph names a file: \(name)")
        }
      }
    }
  }
}
