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
      "rules": .array(rules.map(\.json)), "folds": .array(folds.map(\.json)),
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
      "verdicts": .array(
        verdicts.map {
          .object(["text": .string($0.text), "verdict": .string($0.isCertain ? "yes" : "possible")])
        }),
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

extension ChartRule {
  var json: JSON {
    .object([
      "id": .string(id), "title": .string(title), "threshold": .string(threshold),
      "period": .string(period), "findings": .strings(findings), "citation": .string(citation),
      "status": .string(status),
    ])
  }
}

extension ChartFold {
  var json: JSON {
    .object([
      "id": .string(id), "lines": .strings(lines), "members": .strings(members),
      "edges": .array(edges.map(\.json)),
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
