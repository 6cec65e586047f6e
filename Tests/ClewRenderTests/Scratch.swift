import Glibc

/// A folder of its own for one test, removed at the end.
struct Scratch: ~Copyable {
  let path: String

  init() {
    var template = Array("/tmp/clew-render-XXXXXX".utf8CString)
    path = String(cString: mkdtemp(&template)!)
  }

  /// Writes an executable shell script.
  func script(_ name: String, _ body: String) -> String {
    let file = "\(path)/\(name)"
    let output = fopen(file, "w")!
    let bytes = Array("#!/bin/sh\n\(body)\n".utf8)
    fwrite(bytes, 1, bytes.count, output)
    fclose(output)
    chmod(file, 0o700)
    return file
  }

  deinit {
    if let directory = opendir(path) {
      while let entry = readdir(directory) {
        let name = withUnsafeBytes(of: entry.pointee.d_name) {
          String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
        unlink("\(path)/\(name)")
      }
      closedir(directory)
    }
    rmdir(path)
  }
}

/// What stands between tags of a name in XML, with references resolved: a second pair of eyes on
/// what the writers wrote.
enum ReadBack {
  static func contents(of tag: String, in xml: String) -> [String] {
    xml.components(between: "<\(tag)", and: "</\(tag)>").map { part in
      let text = part.drop { $0 != ">" }.dropFirst()
      return resolved(String(text))
    }
  }

  static func attribute(_ name: String, in xml: String) -> [String] {
    xml.components(between: "\(name)=\"", and: "\"").map(resolved)
  }

  static func resolved(_ text: String) -> String {
    var out = ""
    var rest = text[...]
    while let mark = rest.firstIndex(of: "&") {
      out += rest[..<mark]
      let end = rest[mark...].firstIndex(of: ";")!
      let name = rest[rest.index(after: mark)..<end]
      switch name {
      case "amp": out += "&"
      case "lt": out += "<"
      case "gt": out += ">"
      case "quot": out += "\""
      default: out.unicodeScalars.append(Unicode.Scalar(UInt32(name.dropFirst())!)!)
      }
      rest = rest[rest.index(after: end)...]
    }
    return out + rest
  }
}

extension String {
  func components(between start: String, and end: String) -> [String] {
    var parts: [String] = []
    var rest = Array(utf8)[...]
    let (head, tail) = (Array(start.utf8), Array(end.utf8))
    func find(_ pattern: [UInt8], from: Int) -> Int? {
      var at = from
      while at + pattern.count <= rest.endIndex {
        if rest[at] == pattern[0], rest[at..<(at + pattern.count)].elementsEqual(pattern) {
          return at
        }
        at += 1
      }
      return nil
    }
    while let from = find(head, from: rest.startIndex),
      let to = find(tail, from: from + head.count)
    {
      parts.append(String(decoding: rest[(from + head.count)..<to], as: UTF8.self))
      rest = rest[(to + tail.count)...]
    }
    return parts
  }
}
