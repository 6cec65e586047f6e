import CGraphviz
import Glibc

/// Checks that Graphviz reads a drawn background to its end.
///
/// A graph may state in `operations` how many xdot operations its `_background` holds. Graphviz's own
/// reader, `parseXDot` of libxdot, stops without a word at the first one it does not understand, and
/// the rest of the picture would be missing.
enum Background {
  private typealias Parse =
    @convention(c) (UnsafeMutablePointer<CChar>) -> UnsafeMutableRawPointer?

  static func check(_ graph: UnsafeMutablePointer<Agraph_t>) throws(LayoutFailure) {
    guard let stated = Int(Positions.attribute("operations", of: graph)) else { return }
    guard let symbol = dlsym(dlopen(nil, RTLD_NOW), "parseXDot") else {
      throw .graphviz("Graphviz's reader of drawings is missing")
    }
    let parse = unsafeBitCast(symbol, to: Parse.self)
    var key = Array("_background".utf8CString)
    // The result begins with the count, an int or a size_t by version.
    let read = agget(graph, &key).flatMap(parse).map { Int($0.load(as: UInt32.self)) } ?? 0
    guard read == stated else {
      throw .graphviz("Graphviz read \(read) of \(stated) drawing operations")
    }
  }
}
