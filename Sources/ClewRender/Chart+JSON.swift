import ClewModel

extension Chart {
  /// The chart's whole value.
  package var json: JSON {
    .object([
      "title": .string(title), "case": .optional(caseName), "view": .string(view.rawValue),
      "asOf": .string(asOf.description), "handling": .optional(handling),
      "nodes": .array(nodes.map(\.json)), "edges": .array(edges.map(\.json)),
      "groups": .array(
        groups.map { .object(["label": .string($0.label), "members": .strings($0.members)]) }),
      "evidence": .array(evidence.sorted { $0.number < $1.number }.map(\.json)),
      "notes": .strings(notes),
    ])
  }
}

extension ChartNode {
  var json: JSON {
    .object([
      "id": .string(id), "shape": .string(shape.rawValue), "lines": .strings(lines),
      "marks": .strings(marks), "highlighted": .bool(highlighted),
    ])
  }
}

extension ChartEdge {
  var json: JSON {
    .object([
      "from": .string(from), "to": .string(to), "relation": .string(relation.rawValue),
      "label": .strings(label), "confidence": .string(confidence.rawValue),
      "width": .string(width.rawValue), "directed": .bool(directed),
      "evidence": .array(evidence.sorted().map(JSON.int)), "highlighted": .bool(highlighted),
    ])
  }
}

extension ChartEvidence {
  var json: JSON {
    .object([
      "number": .int(number), "source": .string(source), "path": .string(path),
      "locator": .string(locator), "what": .string(what),
    ])
  }
}
