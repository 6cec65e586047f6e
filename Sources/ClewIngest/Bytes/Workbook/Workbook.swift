/// A workbook of ECMA-376 (`.xlsx`): which sheets it has, and what their cells need to be read: shared
/// texts, which styles are dates, and where its calendar begins.
///
/// The parts are found by their relationships, as the standard says; only whether a ZIP is a workbook
/// is told by a usual name, the folder `xl/`. Held in memory are the shared texts (at most 256 MiB);
/// sheets are streamed.
final class Workbook {
  struct Sheet {
    var name: String
    /// The member of the archive that holds it.
    var member: ArchiveMember
  }

  let sheets: [Sheet]
  /// True where day 0 is 1904-01-01.
  private(set) var is1904 = false
  private(set) var texts = SharedTexts()
  private var kinds: [NumberFormat.Kind] = []
  private let package: OfficePackage

  private static let textLimit = 256 << 20

  /// - Throws: `IngestError(.archive)` where a part that the standard asks for is not there; what
  ///   reading its XML throws.
  init(_ package: OfficePackage) throws {
    self.package = package
    guard
      let main = try package.relationships(of: "").first(where: {
        $0.type.hasSuffix("officeDocument")
      })
    else { throw package.refusal("no part is named as its workbook") }
    var stated: [(name: String, relation: String)] = []
    var is1904 = false
    try package.forEachElement(of: main.target) { name, attributes in
      if name == "sheet", let title = attributes["name"], let relation = attributes["id"] {
        stated.append((title, relation))
      }
      if name == "workbookPr" { is1904 = ["1", "true"].contains(attributes["date1904"] ?? "") }
    }
    self.is1904 = is1904
    let relations = try package.relationships(of: main.target)
    var found: [Sheet] = []
    for sheet in stated {
      // Chart sheets and macro sheets hold no cells.
      guard
        let part = relations.first(where: {
          $0.id == sheet.relation && $0.type.hasSuffix("/worksheet")
        }), let member = package.member(part.target)
      else { continue }
      found.append(Sheet(name: sheet.name, member: member))
    }
    sheets = found
    if let styles = relations.first(where: { $0.type.hasSuffix("/styles") }) {
      kinds = try NumberFormat.kinds(package, styles.target)
    }
    if let shared = relations.first(where: { $0.type.hasSuffix("/sharedStrings") }) {
      texts = try SharedTexts(package.read(shared.target), limit: Self.textLimit)
    }
  }

  /// What a cell of a style shows: a number, a date, a time of day.
  func kind(ofStyle style: Int) -> NumberFormat.Kind {
    kinds.indices.contains(style) ? kinds[style] : .number
  }

  func read(_ sheet: Sheet) throws -> XMLReader {
    try package.read(member: sheet.member)
  }
}

/// The parts of an Office document and how they refer to each other (ECMA-376 part 2, Open Packaging
/// Conventions).
struct OfficePackage {
  struct Relationship {
    var id: String
    var type: String
    var target: String
  }

  let name: String
  private let path: String
  private let size: Int64
  private let limits: ArchiveLimits
  private let members: [String: ArchiveMember]

  init(name: String, path: String, size: Int64, limits: ArchiveLimits) throws {
    self.name = name
    self.path = path
    self.size = size
    self.limits = limits
    members = Dictionary(
      uniqueKeysWithValues: try Archive.members(of: name, path: path, size: size, limits: limits)
        .map { ($0.path, $0) })
  }

  /// True where the members are those of a workbook.
  static func isWorkbook(_ members: [ArchiveMember]) -> Bool {
    let paths = Set(members.map(\.path))
    return paths.contains("[Content_Types].xml") && paths.contains("_rels/.rels")
      && paths.contains { $0.hasPrefix("xl/") }
  }

  func member(_ path: String) -> ArchiveMember? { members[path] }

  func refusal(_ what: String) -> IngestError {
    IngestError(
      .archive, what: "the workbook cannot be read: \(what)", place: name,
      next: "Open it in a spreadsheet program and save it again, or save the sheet as CSV.")
  }

  func read(_ path: String) throws -> XMLReader {
    guard let member = members[path] else { throw refusal("the part \(path) is not there") }
    return try read(member: member)
  }

  func read(member: ArchiveMember) throws -> XMLReader {
    let archive = try Archive.member(member, of: name, path: path, size: size, limits: limits)
    let stream = ByteStream(name: "\(name)!\(member.path)") { try archive.pull($0) }
    var xml = XMLLimits()
    xml.keepsWhiteSpace = true
    return try XMLReader(stream, names: RecordNames([]), limits: xml)
  }

  /// Goes over the elements of a small part with their attributes by local name.
  func forEachElement(
    of path: String, _ body: (_ name: String, _ attributes: [String: String]) throws -> Void
  ) throws {
    let reader = try read(path)
    while let event = try reader.next() {
      guard event.kind == .start else { continue }
      try body(reader.names.text(event.name), reader.attributeTexts(of: event))
    }
  }

  /// The relationships of a part; of the package itself for an empty path. Targets are paths in the
  /// archive.
  func relationships(of part: String) throws -> [Relationship] {
    let steps = part.split(separator: "/").map(String.init)
    let folder = steps.dropLast()
    let file = (folder + ["_rels", "\(steps.last ?? "").rels"]).joined(separator: "/")
    guard members[file] != nil else { return [] }
    var found: [Relationship] = []
    try forEachElement(of: file) { name, attributes in
      guard name == "Relationship", attributes["TargetMode"] != "External",
        let id = attributes["Id"], let type = attributes["Type"], let target = attributes["Target"]
      else { return }
      found.append(Relationship(id: id, type: type, target: Self.resolve(target, from: folder)))
    }
    return found
  }

  private static func resolve(_ target: String, from folder: ArraySlice<String>) -> String {
    var steps = target.hasPrefix("/") ? [] : Array(folder)
    for step in target.split(separator: "/") {
      if step == ".." { _ = steps.popLast() } else if step != "." { steps.append(String(step)) }
    }
    return steps.joined(separator: "/")
  }
}

extension XMLReader {
  /// The attributes of a start tag by local name.
  func attributeTexts(of event: XMLEvent) -> [String: String] {
    var texts: [String: String] = [:]
    for attribute in attributes(of: event) {
      var bytes: [UInt8] = []
      append(textOf: attribute, to: &bytes)
      texts[String(names.text(attribute.name).dropFirst())] = String(decoding: bytes, as: UTF8.self)
    }
    return texts
  }
}

/// The texts that cells share, by number (ECMA-376 part 1, 18.4). Runs of one text are joined,
/// phonetic guides are left out.
struct SharedTexts {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  init() {}

  init(_ reader: XMLReader, limit: Int) throws {
    var phonetic = 0
    var isText = false
    while let event = try reader.next() {
      let name = reader.names.text(event.name)
      switch (event.kind, name) {
      case (.start, "rPh"): phonetic += 1
      case (.end, "rPh"): phonetic -= 1
      case (.start, "t"): isText = phonetic == 0
      case (.end, "t"): isText = false
      case (.text, "t") where isText: reader.append(textOf: event, to: &bytes)
      case (.end, "si"): ends.append(bytes.count)
      default: break
      }
      guard bytes.count <= limit else {
        throw IngestError(
          .tooLarge, what: "the shared texts are longer than \(limit >> 20) MiB",
          place: reader.name, next: "Save the sheet as CSV.")
      }
    }
  }

  /// The text of a number; nil for one that is not there.
  subscript(number: Int) -> ArraySlice<UInt8>? {
    guard ends.indices.contains(number) else { return nil }
    return bytes[(number == 0 ? 0 : ends[number - 1])..<ends[number]]
  }
}
