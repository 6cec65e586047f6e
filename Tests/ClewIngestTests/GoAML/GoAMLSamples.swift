import ClewIngest

#if canImport(Glibc)
  import Glibc
#endif

/// The goAML files of the public data, where they are at hand.
enum GoAMLSamples {
  static let folder: String = {
    if let path = getenv("CLEW_TEST_DATA") { return String(cString: path) + "/formats/goaml" }
    let parts = #filePath.split(separator: "/").dropLast(4)
    return "/" + parts.joined(separator: "/") + "/../shared/data/formats/goaml"
  }()

  static var areHere: Bool { access(folder + "/SAR.xml", R_OK) == 0 }

  static func bytes(_ name: String) -> [UInt8]? {
    let file = open(folder + "/" + name, O_RDONLY)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(file, &buffer, buffer.count)
      guard count > 0 else { return all }
      all += buffer[..<count]
    }
  }
}
