import ClewModel

/// The other names of an entry.
enum UNAlias {
  /// An alias with what is stated about it. An empty element gives nothing.
  ///
  /// `Low` quality is a weak alias; `Good` and `a.k.a.` are also-known-as, `f.k.a.` a former name;
  /// another word is kept as it stands. Birth dates and places of an alias are those of a false
  /// identity, or another reading: their qualifier names the alias.
  static func facts(_ node: RecordNode) -> [Fact] {
    let quality = node.text("QUALITY")
    guard let stated = node.text("ALIAS_NAME") else {
      // Nothing but a quality or a note: kept so that it is not lost, under no name.
      return [quality.map { Fact("alias-quality", $0) }, note(node, of: nil)].compactMap { $0 }
    }
    let name = stated.singleSpaced
    var facts = [Fact(.alias, name, raw: stated, qualifier: qualifier(quality))]
    let about = "as \(name)"
    if let born = node.text("DATE_OF_BIRTH") {
      let day = UNDate.day(born)
      facts.append(
        Fact(day == nil ? "birth-date-note" : .birthDate, day ?? born, raw: born, qualifier: about))
    }
    let places = [UNEntry.text(node, "CITY_OF_BIRTH"), UNEntry.text(node, "COUNTRY_OF_BIRTH")]
    let place = places.compactMap { $0?.singleSpaced }.joined(separator: ", ")
    if !place.isEmpty { facts.append(Fact(.birthPlace, place, qualifier: about)) }
    if let note = note(node, of: name) {
      facts.append(note)
      if let original = originalName(note.value) { facts.append(self.original(original)) }
    }
    return facts
  }

  /// The name in its own script, which the qualifier names.
  static func original(_ stated: String) -> Fact {
    let name = stated.singleSpaced
    return Fact(.alias, name, raw: stated, qualifier: script(of: name) ?? "original script")
  }

  private static func note(_ node: RecordNode, of name: String?) -> Fact? {
    node.text("NOTE").map { Fact("alias-note", $0.singleSpaced, raw: $0, qualifier: name) }
  }

  private static func qualifier(_ quality: String?) -> String? {
    switch quality?.lowercased() {
    case "low": "weak"
    case "good", "a.k.a.", "a.k.a": "aka"
    case "f.k.a.", "f.k.a": "fka"
    default: quality
    }
  }

  /// What follows `original script:` or `In Arabic:` in a note.
  private static func originalName(_ note: String) -> String? {
    let lower = note.lowercased()
    for label in ["original script:", "in arabic:", "in arabic script:"] {
      guard let start = lower.firstRange(of: label)?.upperBound else { continue }
      let count = lower.distance(from: lower.startIndex, to: start)
      let name = note.dropFirst(count).prefix { !";,.".contains($0) }.trimmed
      if name.unicodeScalars.contains(where: { $0.value > 0x24F }) { return name }
    }
    return nil
  }

  /// The script most letters of a name are in, as a qualifier; nil for Latin letters.
  private static func script(of name: String) -> String? {
    var counts = [Int](repeating: 0, count: scripts.count)
    for scalar in name.unicodeScalars {
      if let index = scripts.firstIndex(where: { $0.range.contains(scalar.value) }) {
        counts[index] += 1
      }
    }
    guard let most = counts.indices.max(by: { counts[$0] < counts[$1] }), counts[most] > 0 else {
      return nil
    }
    return scripts[most].name + " script"
  }

  private static let scripts: [(name: String, range: ClosedRange<UInt32>)] = [
    ("Greek", 0x370...0x3FF), ("Cyrillic", 0x400...0x52F), ("Hebrew", 0x590...0x5FF),
    ("Arabic", 0x600...0x77F), ("Arabic", 0xFB50...0xFEFC), ("Georgian", 0x10A0...0x10FF),
    ("Han", 0x4E00...0x9FFF), ("Han", 0x3400...0x4DBF), ("Hangul", 0xAC00...0xD7AF),
    ("Hangul", 0x1100...0x11FF),
  ]
}
