import CGraphviz
import Glibc

/// Finds and loads single Graphviz plugins.
///
/// Graphviz itself loads every plugin that its host-wide configuration file names. Clew names those
/// it wants, so that neither that file nor an installed extra plugin changes a chart. Plugins live
/// in the folder `graphviz` beside libgvc, as `libgvplugin_NAME.so.N`, and export their table as
/// `gvplugin_NAME_LTX_library`.
enum PluginLibrary {
  /// The libraries as the list of preloaded plugins that `gvContextPlugins` takes, ended by nil.
  static func table(of names: [String]) throws(LayoutFailure) -> UnsafePointer<lt_symlist_t> {
    let rows = UnsafeMutablePointer<lt_symlist_t>.allocate(capacity: names.count + 1)
    for (index, name) in names.enumerated() {
      let symbol = UnsafePointer(strdup("gvplugin_\(name)_LTX_library"))
      rows[index] = lt_symlist_t(name: symbol, address: try load(name))
    }
    rows[names.count] = lt_symlist_t(name: nil, address: nil)
    return UnsafePointer(rows)
  }

  static func load(_ name: String) throws(LayoutFailure) -> UnsafeMutableRawPointer {
    let folder = try folder()
    guard let file = file(of: name, in: folder) else {
      throw .graphviz("Graphviz's \(name) plugin is not in \(folder)")
    }
    guard let library = dlopen(folder + "/" + file, RTLD_NOW | RTLD_GLOBAL),
      let table = dlsym(library, "gvplugin_\(name)_LTX_library")
    else { throw .graphviz("Graphviz's \(name) plugin in \(folder) cannot be loaded") }
    return table
  }

  /// The folder `graphviz` beside the libgvc that this process runs, from proc(5)'s map of it.
  static func folder() throws(LayoutFailure) -> String {
    guard let maps = fopen("/proc/self/maps", "r") else {
      throw .graphviz("libgvc's place on disk is unknown: /proc is not mounted")
    }
    defer { fclose(maps) }
    var line: UnsafeMutablePointer<CChar>?
    var capacity = 0
    defer { free(line) }
    while getline(&line, &capacity, maps) > 0, let text = line.map({ String(cString: $0) }) {
      guard let path = text.firstIndex(of: "/"), let name = text.lastIndex(of: "/") else { continue }
      if text[name...].hasPrefix("/libgvc.so") { return text[path..<name] + "/graphviz" }
    }
    throw .graphviz("libgvc's place on disk is unknown")
  }

  /// `libgvplugin_core.so.6` before `libgvplugin_core.so.6.0.0` and the development link.
  static func file(of name: String, in folder: String) -> String? {
    guard let directory = opendir(folder) else { return nil }
    defer { closedir(directory) }
    let prefix = "libgvplugin_\(name).so"
    var found: [String] = []
    while let entry = readdir(directory) {
      let file = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if file == prefix || file.hasPrefix(prefix + ".") { found.append(file) }
    }
    func rank(_ file: String) -> (Int, String) {
      (abs(file.utf8.filter { $0 == UInt8(ascii: ".") }.count - 2), file)
    }
    return found.min { rank($0) < rank($1) }
  }
}
