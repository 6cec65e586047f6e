import ClewModel
import ClewRender
import ClewStore

extension Session {
  /// In and out of an account or a party, by currency, counterparty, month and mode.
  package func profile(_ text: String) throws -> Answer {
    try reading { casefile in
      let id = try record(text, kinds: [.account, .party, .mention], in: casefile)
      guard let profile = try casefile.profile(of: id) else {
        throw Failure(
          code: "not-found", what: "There is no account or party \(id).",
          place: surroundings.casefile, next: "Look for it: clew find \"\(text)\".")
      }
      var named = [profile.id] + profile.accounts
      for entry in profile.byCounterparty.prefix(ProfileReport.shown) {
        switch entry.counterparty {
        case .account(let id), .party(let id): named.append(id)
        case .cash, .unknown: break
        }
      }
      return ProfileReport(
        profile: profile, labels: try casefile.labels(for: named),
        revision: try casefile.revision
      ).answer()
    }
  }
}

/// A profile in tables and JSON.
private struct ProfileReport {
  /// Counterparties listed; the rest is counted.
  static let shown = 50

  let profile: Profile
  let labels: [RecordID: Label]
  let revision: Int64

  func answer() -> Answer {
    let left = profile.byCounterparty.count - Self.shown
    var notes: [String] = []
    if left > 0 { notes.append("\(left) more counterparties with fewer payments") }
    if profile.withoutAccount > 0 {
      notes.append("\(profile.withoutAccount) transactions name the party itself and no account")
    }
    if profile.count == 0 { notes.append("no transaction is known") }
    for row in profile.contradictions {
      notes.append(
        "the balance stated after \(row.transaction) is \(row.stated.peopleText); the transactions "
          + "since the last stated one lead to \(row.expected)")
    }
    var answer = Answer(json: json, tables: tables, notes: notes)
    answer.findings = profile.contradictions.count
    return answer
  }

  private var json: JSON {
    .object([
      "id": .string(profile.id.description), "name": .string(labels[profile.id]?.name ?? ""),
      "accounts": .strings(profile.accounts.map(\.description)), "count": .int(profile.count),
      "first": .optional(profile.first?.description), "last": .optional(profile.last?.description),
      "in": Self.sums(profile.total.incoming), "out": Self.sums(profile.total.outgoing),
      "counterparties": .array(
        profile.byCounterparty.prefix(Self.shown).map { entry in
          flow(
            entry.flow, "counterparty", .string(id(entry.counterparty)), name(entry.counterparty))
        }),
      "counterpartyCount": .int(profile.byCounterparty.count),
      "months": .array(
        profile.byMonth.map { flow($0.flow, "month", .string($0.month), nil) }),
      "modes": .array(profile.byMode.map { flow($0.flow, "mode", .string($0.mode), nil) }),
      "cashCount": .int(profile.cashCount),
      "balances": .array(
        profile.statedBalances.map { row in
          .object([
            "account": .string(row.account.description),
            "amount": .string(row.balance.amountText), "currency": .string(row.balance.currency),
            "after": .string(row.after.description),
          ])
        }),
      "contradictions": .array(
        profile.contradictions.map { row in
          .object([
            "transaction": .string(row.transaction.description),
            "stated": .string(row.stated.amountText), "expected": .string(row.expected),
            "currency": .string(row.stated.currency),
          ])
        }), "revision": .int(Int(revision)),
    ])
  }

  private func flow(_ flow: Profile.Flow, _ key: String, _ value: JSON, _ name: String?) -> JSON {
    var members: [JSON.Member] = [.init(key, value)]
    if let name { members.append(.init("name", .string(name))) }
    members += [
      .init("count", .int(flow.count)), .init("in", Self.sums(flow.incoming)),
      .init("out", Self.sums(flow.outgoing)),
    ]
    return .object(members)
  }

  private static func sums(_ sums: [ExactSum]) -> JSON {
    .object(sums.map { JSON.Member($0.currency, .string($0.amountText)) })
  }

  private func id(_ counterparty: Profile.Counterparty) -> String {
    switch counterparty {
    case .account(let id), .party(let id): id.description
    case .cash: "CASH"
    case .unknown: ""
    }
  }

  private func name(_ counterparty: Profile.Counterparty) -> String {
    switch counterparty {
    case .account(let id), .party(let id): labels[id]?.text ?? ""
    case .cash: "cash over the counter"
    case .unknown: "no account stated"
    }
  }

  private var tables: [Table] {
    let label = labels[profile.id]?.text ?? ""
    let period =
      profile.first.map { "\($0.description) to \(profile.last?.description ?? "")" } ?? ""
    let share = profile.count == 0 ? 0 : profile.cashCount * 100 / profile.count
    let title = "\(profile.id) \(label): \(profile.count) transactions, \(period)"
    let head = ["", .right("count"), .right("in"), .right("out")] as [Table.Column]
    func row(_ name: String, _ flow: Profile.Flow) -> [Table.Cell] {
      [
        Table.Cell(name), Table.Cell("\(flow.count)"), Table.Cell(text(flow.incoming)),
        Table.Cell(text(flow.outgoing)),
      ]
    }
    var tables = [
      Table(
        title: title, columns: head, rows: [row("all", profile.total)],
        footer: ["in cash: \(profile.cashCount) of \(profile.count) (\(share)%)"]
          + profile.statedBalances.map {
            "balance of \($0.account) after \($0.after): \($0.balance.peopleText)"
          })
    ]
    tables.append(
      Table(
        title: "Counterparties", columns: head,
        rows: profile.byCounterparty.prefix(Self.shown).map {
          row("\(id($0.counterparty)) \(name($0.counterparty))", $0.flow)
        }))
    tables.append(
      Table(title: "Months", columns: head, rows: profile.byMonth.map { row($0.month, $0.flow) }))
    tables.append(
      Table(
        title: "Modes", columns: head,
        rows: profile.byMode.map { row($0.mode.isEmpty ? "not stated" : $0.mode, $0.flow) }))
    return tables
  }

  private func text(_ sums: [ExactSum]) -> String {
    sums.map { "\(Money.grouped($0.amountText)) \($0.currency)" }.joined(separator: ", ")
  }
}
