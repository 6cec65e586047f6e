import ClewModel
import ClewRender
import ClewStore

/// What a newly read edition did to a list.
struct ListNews {
  var list: String
  var edition: ListEdition
  /// The lowest source of the edition that counts; nil where it is this one.
  var current: RecordID?

  /// One for every list and edition of which one of the sources is a part, by list.
  static func all(of sources: Set<RecordID>, in casefile: Casefile) throws -> [ListNews] {
    try casefile.listStates().flatMap { state in
      state.editions.enumerated().compactMap { number, edition in
        guard edition.sources.contains(where: sources.contains) else { return nil }
        let isCurrent = state.editions[(number + 1)...].allSatisfy { !$0.isWhole }
        guard edition.against != nil || !isCurrent else { return nil }
        return ListNews(
          list: state.name, edition: edition,
          current: isCurrent ? nil : state.editions.last?.sources.first)
      }
    }
  }

  var sentence: String {
    var parts: [String] = []
    if edition.against != nil { parts.append(edition.changesText) }
    if let current {
      parts.append(
        "\(edition.sources.first?.description ?? "it") is older than \(current) and is kept as history"
      )
    }
    return "list \(list): \(parts.joined(separator: "; "))"
  }

  var json: JSON {
    .object([
      "list": .string(list), "sources": .strings(edition.sources.map(\.description)),
      "against": .optional(edition.against?.description), "added": .int(edition.added),
      "removed": .int(edition.removed), "changed": .int(edition.changed),
      "current": .bool(current == nil),
    ])
  }
}

extension ListEdition {
  /// `1,858 added, 261 removed, 40 changed against S1`; empty for the first edition.
  var changesText: String {
    guard let against else { return "" }
    return "\(Money.grouped("\(added)")) added, \(Money.grouped("\(removed)")) removed, "
      + "\(Money.grouped("\(changed)")) changed against \(against)"
  }
}
