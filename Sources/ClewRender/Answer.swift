/// What every verb prints: the facts as JSON, and the same facts as tables.
package struct Answer: Hashable, Sendable {
  package var json: JSON
  package var tables: [Table]
  /// Sentences that belong to the answer; printed under the tables. With CSV and JSON Lines the
  /// caller prints them on standard error.
  package var notes: [String]
  /// A text that is the whole answer as a table: a profile to be kept as a file.
  package var text: String?
  /// The member of `json` whose elements are the lines of JSON Lines; nil prints one line.
  package var records: String?
  /// Sentences for standard error, whatever the format.
  package var warnings: [String] = []
  /// How many findings it holds, for `--fail-on-findings`.
  package var findings = 0
  /// True where part of the work failed, as `warnings` say; the run then ends with exit code 2.
  package var hasFailed = false

  package init(json: JSON, tables: [Table] = [], notes: [String] = [], records: String? = nil) {
    self.json = json
    self.tables = tables
    self.notes = notes
    self.records = records
  }

  /// `{"error":{…}}`: how a failure looks with `--json`.
  package static func failure(code: String, what: String, place: String, next: String) -> JSON {
    .object([
      "error": .object([
        "code": .string(code), "what": .string(what), "where": .string(place),
        "next": .string(next),
      ])
    ])
  }
}

package enum OutputFormat: String, Hashable, Sendable, CaseIterable {
  case table, json, jsonl, csv
}

/// What is known of the place that output goes to.
package struct Terminal: Hashable, Sendable {
  /// Columns to stay within; nil for a file or pipe, where nothing is wrapped.
  package var width: Int?
  package var colour: Bool

  package init(width: Int? = nil, colour: Bool = false) {
    self.width = width
    self.colour = colour
  }

  package static let plain = Terminal()
}

/// The answer as it goes to standard output, ending in a line feed unless it is empty.
package func render(_ answer: Answer, as format: OutputFormat, terminal: Terminal = .plain)
  -> String
{
  switch format {
  case .json: return answer.json.pretty + "\n"
  case .jsonl:
    if let key = answer.records, case .array(let lines)? = answer.json[key] {
      return lines.map { $0.compact + "\n" }.joined()
    }
    return answer.json.compact + "\n"
  case .csv:
    return answer.tables.map(CSVTable.text).joined(separator: "\r\n")
  case .table:
    if let text = answer.text { return text }
    var parts = answer.tables.map { $0.text(for: terminal) }
    if !answer.notes.isEmpty {
      let notes = answer.notes.flatMap { note in
        CellText.wrap(ShownText.clean("Note: " + note), cells: terminal.width ?? .max)
      }
      parts.append(notes.joined(separator: "\n") + "\n")
    }
    return parts.joined(separator: "\n")
  }
}
