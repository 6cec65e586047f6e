import Foundation

/// Parsed JSON of an answer, read by path.
@dynamicMemberLookup struct JSONValue: CustomStringConvertible {
  let raw: Any?

  init(_ text: String) throws {
    raw = try JSONSerialization.jsonObject(with: Data(text.utf8), options: [.fragmentsAllowed])
  }

  private init(raw: Any?) { self.raw = raw }

  subscript(dynamicMember key: String) -> JSONValue {
    JSONValue(raw: (raw as? [String: Any])?[key])
  }
  subscript(key: String) -> JSONValue { JSONValue(raw: (raw as? [String: Any])?[key]) }
  subscript(index: Int) -> JSONValue {
    let items = raw as? [Any] ?? []
    return JSONValue(raw: items.indices.contains(index) ? items[index] : nil)
  }

  var string: String? { raw as? String }
  var int: Int? { raw as? Int }
  var bool: Bool? { raw as? Bool }
  var items: [JSONValue] { (raw as? [Any] ?? []).map { JSONValue(raw: $0) } }
  var keys: Set<String> { Set((raw as? [String: Any] ?? [:]).keys) }
  var isMissing: Bool { raw == nil }
  var description: String { "\(raw ?? "nothing")" }
}

extension Bench {
  /// Runs `clew … --json`, expects success, and parses what it prints.
  func ask(_ arguments: String...) throws -> JSONValue {
    let result = try run(["\(Self.products)/clew"] + arguments + ["--json"])
    guard result.status == 0 else { throw UnexpectedFailure(run: result) }
    return try JSONValue(result.output)
  }
}

struct UnexpectedFailure: Error, CustomStringConvertible {
  var run: Run
  var description: String { "exit \(run.status): \(run.errors)\(run.output)" }
}
