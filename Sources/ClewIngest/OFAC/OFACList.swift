import ClewModel

/// The two lists that OFAC publishes in this format.
enum OFACList: String, Sendable, CaseIterable {
  /// The list of Specially Designated Nationals and Blocked Persons: property is blocked.
  case sdn = "ofac"
  /// The Consolidated Sanctions List of everything else.
  case consolidated = "ofac-cons"

  /// Programmes that name no blocking by themselves, so that a row that has only these stands on
  /// the consolidated list: the Palestinian Legislative Council list, Chinese military-industrial
  /// companies (Executive Order 13959 as amended by 14032), correspondent accounts (31 CFR 561.201).
  private static let onlyConsolidated: Set<String> = ["NS-PLC", "CMIC-EO13959", "561-RELATED"]

  /// The list whose main file begins with these rows: the consolidated one begins with the
  /// Palestinian Legislative Council, numbers 9639 and on. SDN rows never hold its programmes alone.
  static func ofMainFile(_ rows: [OFACRecord]) -> OFACList {
    let marks = rows.contains { row in
      guard row.cells.count == 12 else { return false }
      return isOnlyConsolidated(OFACList.programmes(row.cells[3]))
    }
    return marks ? .consolidated : .sdn
  }

  /// True for programmes that, alone, no entry of the SDN list has.
  static func isOnlyConsolidated(_ programmes: [String]) -> Bool {
    !programmes.isEmpty
      && programmes.allSatisfy { onlyConsolidated.contains($0.uppercased()) }
  }

  /// The list that a file of aliases, addresses or remarks belongs to.
  ///
  /// Nothing in such a file names it. Where the main file is at hand, the list that has more of the
  /// file's references; else the consolidated list for a file that begins inside the numbers that
  /// open it (9639 to 9716), where the SDN list has one entry.
  static func ofSideFile(_ refs: [String], mainFiles: [UInt8]?) throws -> OFACList {
    if let mainFiles {
      let known = try refsByList(mainFiles)
      let hits = OFACList.allCases.map { list in
        refs.count { known[list]?.contains($0) == true }
      }
      if hits[0] != hits[1] { return hits[0] > hits[1] ? .sdn : .consolidated }
    }
    guard let first = refs.first.flatMap({ Int($0) }) else { return .sdn }
    return (9639...9716).contains(first) ? .consolidated : .sdn
  }

  /// The references of the main files given one after the other; each begins where the numbers,
  /// which ascend in a file, fall.
  private static func refsByList(_ mainFiles: [UInt8]) throws -> [OFACList: Set<String>] {
    var known: [OFACList: Set<String>] = [:]
    var records = OFACRecords(mainFiles)
    var file: [OFACRecord] = []
    func close() {
      known[ofMainFile(file), default: []].formUnion(file.map { $0.cells[0] })
      file = []
    }
    var last = 0
    while let row = try records.record() {
      guard row.cells.count == 12, let number = Int(row.cells[0]) else { continue }
      if number < last { close() }
      last = number
      file.append(row)
    }
    close()
    return known
  }

  /// The files of one publication are one edition of the list: the main file and its side files.
  func edition(part: String) -> Edition {
    Edition(family: "list:\(rawValue)", isWhole: true, part: part)
  }

  /// `SDGT] [SYRIA` is two programmes.
  static func programmes(_ cell: String) -> [String] {
    cell.replacing("] [", with: "\u{1F}").split(separator: "\u{1F}").map {
      $0.trimmed.filter { $0 != "[" && $0 != "]" }
    }.filter { !$0.isEmpty && $0 != "-0-" }
  }

  /// What an entry with these programmes means.
  ///
  /// SDN entries are blocked. On the consolidated list, directives and menus forbid certain dealings
  /// (Sectoral Sanctions Identifications: directives under Executive Order 13662, 31 CFR part 589;
  /// directives under Executive Order 14024, 31 CFR part 587; securities of Chinese
  /// military-industrial companies: 31 CFR part 586; correspondent accounts: 31 CFR 561.201; menus
  /// such as section 235 of CAATSA); members of the Palestinian Legislative Council are named so that
  /// payments can be rejected (general license 4, 31 CFR parts 594, 595 and 597): a watch list.
  func effect(of programmes: [String]) -> ListEffect {
    guard self == .consolidated else { return .blocking }
    return programmes.allSatisfy { $0.uppercased() == "NS-PLC" } ? .watch : .sectoral
  }
}
