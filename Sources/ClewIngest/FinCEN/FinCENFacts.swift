import ClewModel

/// The facts of one record, each stated once, in the order they are stated in.
struct FinCENFacts {
  private(set) var facts: [Fact] = []
  private var index: Set<Fact> = []

  mutating func add(
    _ property: Property, _ value: String, raw: String? = nil, qualifier: String? = nil
  ) {
    let fact = Fact(property, value, raw: raw, qualifier: qualifier)
    if index.insert(fact).inserted { facts.append(fact) }
  }

  /// A value that could not be read as what it should be, under the name of its element.
  mutating func addRaw(_ node: RecordNode, qualifier: String? = nil) {
    guard let text = node.text else { return }
    add(Property(rawValue: node.name), text, qualifier: qualifier)
  }
}
