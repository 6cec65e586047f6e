import ClewAnalyse
import ClewGraph
import ClewModel
import ClewRender
import ClewStore

/// An answer about owners or holdings in words, tables and JSON.
struct OwnersReport {
  let answer: Owners
  let snapshot: Snapshot
  let names: PartyNames
  let moment: Moment
  /// `owners` or `holdings`.
  let rows: String
  let choice: RegimeChoice
  let groups: [[RecordID]]
  /// nil for holdings.
  let details: OwnerDetails?

  var isOwners: Bool { rows == "owners" }

  /// Rows by maximum descending, then by ref.
  var ordered: [OwnerRow] {
    answer.rows.sorted { a, b in
      if a.lookThrough.max != b.lookThrough.max { return a.lookThrough.max > b.lookThrough.max }
      let (refA, refB) = (names.label(a.party).ref ?? "", names.label(b.party).ref ?? "")
      return refA != refB ? refA < refB : a.party < b.party
    }
  }

  func report() -> Answer {
    Answer(
      json: json, tables: tables + (details?.tables(names) ?? []), notes: notes, records: rows)
  }

  // MARK: - Notes

  /// The regimes that the table prints: those asked for by name, else those in force.
  var shown: [Regime] { choice.shown(on: moment.asOf) }

  private var notes: [String] {
    var notes = answer.notes.compactMap { note -> String? in
      if isOwners, case .crossHolding = note { return nil }
      return note.text(names.text)
    }
    guard isOwners else { return notes }
    if let hidden = hiddenText { notes.append(hidden) }
    notes += details?.notes(names) ?? []
    let verdicts = answer.rows.flatMap { $0.verdicts + ($0.together?.verdicts ?? []) }
    let used = Set(verdicts.filter { $0.verdict != .no }.map(\.regime))
    for regime in shown {
      notes += fallbackText(regime)
      if used.contains(regime.id) || choice.isNamed(regime) {
        notes.append(regime.sentence(on: moment.asOf))
      }
    }
    if !groups.isEmpty {
      notes.append("a group is the analyst's assumption: no source says that it acts as one")
    }
    return notes
  }

  private var hiddenText: String? {
    guard let hidden = answer.hidden else { return nil }
    let regimes = hidden.regimes.filter { id in shown.contains { $0.id == id } }
    guard hidden.couldControl || !regimes.isEmpty else { return nil }
    var text = "\(ShareText.percent(hidden.share)) is not accounted for by named owners: "
    if !regimes.isEmpty {
      text += "a beneficial owner could be hidden (\(regimes.joined(separator: ", ")))"
    }
    if hidden.couldControl { text += regimes.isEmpty ? "" : "; " }
    return text + (hidden.couldControl ? "a controller could be hidden" : "")
  }

  private func fallbackText(_ regime: Regime) -> [String] {
    guard let fallback = answer.fallbacks.first(where: { $0.regime == regime.id }) else {
      return []
    }
    var text = "\(regime.id)"
    if fallback.found == .no {
      text += " finds no owner"
    } else if fallback.found == .possible {
      text += " finds no owner for certain"
    }
    text += ": \(regime.rule(on: moment.asOf).fallback ?? "")"
    let officials = fallback.officials.map { names.text($0.from) }
    text +=
      officials.isEmpty
      ? "; no source states a director"
      : "; directors as stated, not owners: \(officials.joined(separator: ", "))"
    return [text]
  }

  // MARK: - JSON

  private var json: JSON {
    var members: [JSON.Member] = [
      .init("subject", names.json(answer.subject)),
      .init("asOf", .string(moment.asOf.description)),
      .init("knownBy", .optional(moment.knownBy?.description)),
      .init(rows, .array(ordered.map(row))), .init("unknown", band(answer.unknown)),
      .init(
        "unknownParts",
        .array(
          answer.unknownParts.map {
            .object([
              "party": names.json($0.company), "share": band($0.share), "layer": .int($0.layer),
              "reasons": .strings($0.reasons.map(\.name)),
            ])
          })),
    ]
    if isOwners {
      members.append(
        .init("regimes", .array(choice.computed.map { $0.json(on: moment.asOf) })))
      members.append(.init("fallback", .object(answer.fallbacks.map(fallback))))
      members.append(.init("hidden", hidden))
      members.append(
        .init("groups", .array(groups.map { .strings($0.map(\.description)) })))
    }
    members += details?.json(names) ?? []
    members.append(.init("notes", .strings(notes)))
    members.append(.init("revision", .int(Int(snapshot.revision))))
    return .object(members)
  }

  private var hidden: JSON {
    guard let hidden = answer.hidden else { return .null }
    return .object([
      "share": .string(ShareText.fraction(hidden.share, .up)),
      "controller": .bool(hidden.couldControl), "owner": .strings(hidden.regimes),
    ])
  }

  private func fallback(_ fallback: RegimeFallback) -> JSON.Member {
    let rule = choice.computed.first { $0.id == fallback.regime }?.rule(on: moment.asOf)
    return JSON.Member(
      fallback.regime,
      .object([
        "found": .string(fallback.found.rawValue), "besides": .bool(fallback.isBesides),
        "sentence": .optional(rule?.fallback),
        "officials": .array(
          fallback.officials.map {
            .object([
              "party": names.json($0.from), "role": .string($0.kind.name),
              "certain": .bool($0.isCertain), "link": .string("L\($0.link)"),
            ])
          }),
      ]))
  }

  private func row(_ row: OwnerRow) -> JSON {
    var members: [JSON.Member] = [
      .init("party", names.json(row.party)), .init("direct", band(row.direct)),
      .init("ultimate", .bool(row.isUltimate)), .init("lookThrough", band(row.lookThrough)),
      .init("control", .string(row.control.rawValue)),
    ]
    if isOwners { members.append(.init("tests", tests(row))) }
    members += verdicts(row.verdicts, control: row.controlWithinRounding)
    if isOwners {
      members.append(.init("proofs", proofs(row.verdicts)))
      members.append(.init("power", .array(row.power.map(power))))
      members.append(.init("together", row.together.map(together) ?? .null))
    }
    members.append(.init("titleHolders", .array(row.titleHolders.map { names.json($0) })))
    members.append(.init("paths", .array(row.paths.map(path))))
    return .object(members)
  }

  private func tests(_ row: OwnerRow) -> JSON {
    .object([
      "lookThrough": band(row.lookThrough), "control": .string(row.control.rawValue),
      "step": .optional(row.step?.rawValue), "rolling": row.rolling.map(band) ?? .null,
      "rollingPasses": .optional(row.rollingPasses?.rawValue),
    ])
  }

  private func verdicts(_ verdicts: [RegimeVerdict], control: Bool) -> [JSON.Member] {
    func object(_ value: (RegimeVerdict) -> JSON) -> JSON {
      .object(verdicts.map { JSON.Member($0.regime, value($0)) })
    }
    let rounding =
      verdicts.map { JSON.Member($0.regime, .bool($0.withinRounding)) }
      + [JSON.Member("control", .bool(control))]
    return [
      .init("verdicts", object { .string($0.verdict.rawValue) }),
      .init("grounds", object { .strings($0.reasons.map { $0.words(names.text) }) }),
      .init("margins", object { .optional($0.margin.map { ShareText.fraction($0) }) }),
      .init("marginsMax", object { .optional($0.marginMax.map { ShareText.fraction($0, .up) }) }),
      .init("withinRounding", .object(rounding)),
    ]
  }

  /// By regime, what proves each ground.
  private func proofs(_ verdicts: [RegimeVerdict]) -> JSON {
    .object(
      verdicts.filter { !$0.reasons.isEmpty }.map { verdict in
        JSON.Member(
          verdict.regime,
          .array(
            verdict.reasons.map { reason in
              .object([
                "ground": .string(reason.words(names.text)),
                "test": .string(reason.attribution.rawValue),
                "verdict": .string(reason.verdict.rawValue),
                "share": reason.share.map(band) ?? .null,
                "threshold": .string(ShareText.fraction(reason.threshold)),
                "links": .strings(reason.proof.links.map { "L\($0)" }),
                "through": .strings(
                  reason.proof.through.map { snapshot.id(of: $0).description }),
                "cut": .bool(reason.proof.isCut),
              ])
            }))
      })
  }

  private func power(_ share: OwnerRow.VotingShare) -> JSON {
    var error: String?
    if case .sampled(let bound) = share.method { error = ShareText.fraction(bound, .up) }
    return .object([
      "of": .string(snapshot.id(of: share.company).description),
      "min": .string(share.power.power.minText), "max": .string(share.power.power.maxText),
      "majority": .bool(share.power.hasMajority), "error": .optional(error),
    ])
  }

  private func together(_ together: OwnerRow.Together) -> JSON {
    let with = "together with \(together.with.map(names.text).joined(separator: ", ")) (group)"
    return .object([
      "with": .strings(together.with.map { snapshot.id(of: $0).description }),
      "lookThrough": band(together.lookThrough), "control": .string(together.control.rawValue),
      "verdicts": .object(
        together.verdicts.map { JSON.Member($0.regime, .string($0.verdict.rawValue)) }),
      "grounds": .object(
        together.verdicts.map { verdict in
          JSON.Member(
            verdict.regime,
            .strings(verdict.reasons.map { "\($0.words(names.text)), \(with)" }))
        }),
      "margins": .object(
        together.verdicts.map {
          JSON.Member($0.regime, .optional($0.margin.map { ShareText.fraction($0) }))
        }),
    ])
  }

  private func path(_ path: OwnershipPath) -> JSON {
    .object([
      "links": .strings(path.links.flatMap { $0.map { "L\($0)" } }),
      "parties": .strings(path.nodes.map { snapshot.id(of: $0).description }),
      "product": .string(path.product.minText), "productMax": .string(path.product.maxText),
    ])
  }

  private func band(_ band: Band) -> JSON {
    .object(["min": .string(band.minText), "max": .string(band.maxText)])
  }
}
