import ClewAnalyse
import ClewGraph
import ClewModel
import ClewRender
import ClewStore

extension ExposureReport {
  var json: JSON {
    let known = results.map(\.party)
    return .object([
      "regime": .string(regime.id), "asOf": .string(moment.asOf.description),
      "knownBy": .optional(moment.knownBy?.description),
      "lists": .strings(Set(listed.map(\.row.entry.list) + unjudged.map(\.list)).sorted()),
      "results": .array(results.map(result)),
      "listed": .array(listed.map { listing($0.row, $0.status) }),
      "unjudged": .array(
        unjudged.map { row in
          .object([
            "listing": .string(row.listing.description), "party": .string(row.party.description),
            "why": .string(row.why), "list": .string(row.list), "ref": .string(row.ref),
            "name": .string(row.name),
          ])
        }), "status": .string(rule.status.rawValue), "citation": .string(rule.citation),
      "revision": .int(Int(snapshot.revision)), "title": .string(regime.title),
      "threshold": .string(rule.thresholdText), "inForce": .bool(isInForce),
      "suspended": .bool(rule.isSuspended), "caveat": .optional(rule.caveat),
      "controlQuestions": .array(questions.map(question)),
      "formerly": .array(
        formerly.map { former($0, besides: known) }),
      "asked": party.flatMap(askedJSON) ?? .null,
      "whatWouldChange": whatWouldChange?.json ?? .null,
      "groups": .array(groups.map { .strings($0.map(id)) }),
      "periodsSkipped": .strings(periods.skipped.map(id)), "notes": .strings(notes),
    ])
  }

  /// The answer about the party asked about. A party that is listed is caught as such, whatever
  /// listed parties hold of it.
  private func askedJSON(_ party: Int32) -> JSON? {
    asked.map { asked in
      let isListed = listedNodes.contains(party)
      let isCertain = certainlyListed.contains(party)
      let byListing = isCertain || isListed && asked.verdict != .yes
      let result = results.first
      let verdict = byListing ? (isCertain ? .yes : .possible) : asked.verdict
      let basis = byListing ? "listed" : result?.basis.rawValue
      let margin = byListing || result?.restsOnControl == true ? nil : asked.margin
      return .object([
        "party": names.json(party), "verdict": .string(verdict.rawValue),
        "margin": .optional(margin.map { ShareText.fraction($0) }), "basis": .optional(basis),
        "listed": .bool(isListed),
      ])
    }
  }

  /// A rule that is suspended is not in force, whatever its dates say.
  var isInForce: Bool { rule.isInForce(on: moment.asOf) && !rule.isSuspended }

  private func listing(_ row: ListedTime, _ status: Verdict) -> JSON {
    .object([
      "listing": .string(row.entry.listing.description),
      "party": .string(row.entry.party.description), "list": .string(row.entry.list),
      "ref": .string(row.entry.ref), "judgement": .string(row.entry.judgement.description),
      "listed": .optional(row.listed?.description),
      "delisted": .optional(row.delisted?.description), "verdict": .string(status.rawValue),
    ])
  }

  private func band(_ band: Band) -> JSON {
    .object(["min": .string(band.minText), "max": .string(band.maxText)])
  }

  /// null where stated control makes the verdict: shares have no part in it.
  private func margin(_ margin: Int128, _ restsOnControl: Bool) -> JSON {
    .optional(restsOnControl ? nil : ShareText.fraction(margin))
  }

  private func result(_ result: Exposure.Exposed) -> JSON {
    var members: [JSON.Member] = [
      .init("party", names.json(result.party)), .init("verdict", .string(result.verdict.rawValue)),
      .init("aggregate", band(result.aggregate)), .init("by", .strings(result.by.map(id))),
      .init("steps", .array(result.steps.map(step))), .init("stepsCut", .bool(result.stepsCut)),
      .init("margin", margin(result.margin, result.restsOnControl)),
      .init("withinRounding", .bool(result.withinRounding)),
      .init("basis", .string(result.basis.rawValue)), .init("ground", .string(result.ground)),
      .init("measure", .string(Exposure.words(result.measure))),
      .init("minimal", .array(result.minimal.map(step))),
      .init("minimalBy", .strings(result.minimalBy.map(id))),
      .init(
        "persons",
        .array(
          result.persons.map { person in
            .object([
              "party": .string(id(person.person)), "verdict": .string(person.verdict.rawValue),
              "basis": .string(person.basis.rawValue),
              "measure": .string(Exposure.words(person.measure)),
              "aggregate": band(person.aggregate),
              "margin": margin(person.margin, person.restsOnControl),
            ])
          })),
    ]
    if request.periods {
      members.append(.init("periods", .array(periods(of: result.party).map(period))))
    }
    return .object(members)
  }

  private func step(_ step: Exposure.Step) -> JSON {
    let isStake = step.control == nil && !step.isJoint
    return .object([
      "from": .string(id(step.from)), "to": .string(id(step.to)),
      "share": isStake ? .string(step.share.minText) : .null,
      "shareMax": isStake ? .string(step.share.maxText) : .null,
      "link": .optional(step.links.first.map { "L\($0)" }),
      "links": .strings(step.links.map { "L\($0)" }),
      "measure": isStake ? .string(Exposure.words(step.measure)) : .null,
      "control": .optional(step.control.map(Exposure.words)), "joint": .bool(step.isJoint),
      "titleHolders": .strings(step.titleHolders.map(id)),
    ])
  }

  private func question(_ question: ControlQuestion) -> JSON {
    .object([
      "party": names.json(question.party), "signal": .string(question.signal.rawValue),
      "question": .string(question.signal.words), "by": .strings(question.by.map(id)),
      "share": band(question.share), "measure": .string(Exposure.words(question.measure)),
      "nextHolder": .optional(question.nextHolder.map { Band(exactly: $0).maxText }),
      "through": .strings(question.through.map(id)),
      "steps": .array(question.steps.map(step)),
      "ended": .optional(question.sale?.ended.description),
      "listed": .optional(question.sale?.listed.description),
      "listing": .optional(question.sale?.listing.description),
    ])
  }

  private func former(_ last: ExposurePeriods.Period, besides known: [Int32]) -> JSON {
    var members: [JSON.Member] = [
      .init("party", names.json(last.party)), .init("verdict", .string(last.verdict.rawValue)),
      .init("from", .optional(last.from?.description)),
      .init("ceased", .optional(last.until?.description)),
      .init("by", .strings(last.by.map(id))), .init("closed", .array(last.closed.map(event))),
    ]
    if request.periods {
      members.append(.init("periods", .array(periods(of: last.party).map(period))))
    }
    return .object(members)
  }

  private func period(_ period: ExposurePeriods.Period) -> JSON {
    .object([
      "from": .optional(period.from?.description), "until": .optional(period.until?.description),
      "verdict": .string(period.verdict.rawValue), "inForce": .bool(period.inForce),
      "by": .strings(period.by.map(id)), "opened": .array(period.opened.map(event)),
      "closed": .array(period.closed.map(event)),
    ])
  }

  private func event(_ event: ExposurePeriods.Event) -> JSON {
    .object([
      "event": .string(event.kind.rawValue), "day": .string(event.day.description),
      "link": .optional(event.link.map { "L\($0)" }),
      "listing": .optional(event.listing?.description),
      "stated": .optional(event.stated?.description),
    ])
  }
}
