import ClewModel

/// One entity as it stands on a line, or the fragments of one put together: an id, a schema, and
/// properties with any number of values each, all of them text.
struct FTMEntity {
  var id: String
  var schema: String
  var caption: String?
  var datasets: [String]
  var referents: [String]
  /// In the order of the source; those of further fragments once.
  private(set) var values: [(name: String, text: String)] = []
  /// The values so far, once there are fragments to compare them with.
  private var known: Set<Value> = []
  /// When the publisher saw it: `first_seen`, `last_seen`, `last_change`, `target`.
  var marks: [Fact]
  var provenance: Provenance
  /// The line it stands on; without length once it is of several.
  var record: Provenance

  func texts(_ name: String) -> [String] {
    guard values.contains(where: { $0.name == name }) else { return [] }
    var found: [String] = []
    for value in values where value.name == name { found.append(value.text) }
    return found
  }

  func first(_ name: String) -> String? { values.first { $0.name == name }?.text }

  private struct Value: Hashable {
    var name: String
    var text: String
  }

  init(
    id: String, schema: String, caption: String? = nil, datasets: [String] = [],
    referents: [String] = [], provenance: Provenance
  ) {
    self.id = id
    self.schema = schema
    self.caption = caption
    self.datasets = datasets
    self.referents = referents
    self.provenance = provenance
    record = provenance
    marks = []
  }

  /// Adds the values of another fragment, in a time that its own number of values gives.
  mutating func merge(_ other: FTMEntity) {
    if other.record != record { record.length = 0 }
    if known.isEmpty {
      for value in values { known.insert(Value(name: value.name, text: value.text)) }
    }
    for value in other.values
    where known.insert(Value(name: value.name, text: value.text)).inserted {
      values.append(value)
    }
    for dataset in other.datasets where !datasets.contains(dataset) { datasets.append(dataset) }
    for referent in other.referents where !referents.contains(referent) {
      referents.append(referent)
    }
    if caption == nil { caption = other.caption }
  }

  /// Reads the entity of a node; nil with the reason where it is none.
  ///
  /// - Parameter provenance: the place of the record: in a delta the line, not the entity in it.
  static func read(
    _ node: RecordNode, _ provenance: Provenance
  ) -> (entity: FTMEntity?, why: String) {
    guard let id = node.text("id") else { return (nil, "the entity has no id") }
    guard let schema = node.text("schema") else { return (nil, "the entity has no schema") }
    var entity = FTMEntity(
      id: id, schema: schema, caption: node.text("caption"), datasets: node.texts("datasets"),
      referents: node.texts("referents"), provenance: provenance)
    let marks: [(Property, String?)] = [
      ("first-seen", node.text("first_seen")), ("last-seen", node.text("last_seen")),
      ("last-change", node.text("last_change")),
    ]
    for case let (property, value?) in marks { entity.marks.append(Fact(property, value)) }
    if node.text("target") == "true" { entity.marks.append(Fact("target", "true")) }
    // What Aleph adds about the collection it comes from, not about the entity.
    node.child("collection_id")?.takeAll()
    guard let properties = node.child("properties") else {
      return (nil, "the entity has no properties")
    }
    for value in properties.children where value.isLeaf {
      guard let text = value.text else { continue }
      entity.values.append((value.name, text))
    }
    return (entity, "")
  }
}
