import ClewModel

/// What is gathered of one activity: one report.
struct FinCENActivity {
  /// A party of the activity, after its facts are stated.
  struct Party {
    var code: String
    var node: RecordNode
    /// Nil where the party states nothing about itself.
    var mention: Int?
    /// Its taxpayer number, else nothing.
    var taxNumber: String?
    var name: String
  }

  var facts = FinCENFacts()
  var parties: [Party] = []
  var subjects: [Filing.Subject] = []
  var indicators: [String] = []
  var narrative = ""
  /// Parties of the activity by their taxpayer number: what says that two statements mean one.
  var byTaxNumber: [String: Int] = [:]
  /// The names of those parties.
  var names: [Int: String] = [:]
  /// Accounts that cash went into or came out of, by the association code (8, 9).
  var cashAccounts: [String: [Int]] = [:]
  /// Accounts of the activity by institution and number, so that each is stated once.
  var accounts: [AccountPlace: Int] = [:]
  var internalNumber: String?
  var firstTransaction: Int

  /// An institution as stated, and a number there.
  struct AccountPlace: Hashable {
    var institution: String?
    var number: String
  }

  init(firstTransaction: Int) { self.firstTransaction = firstTransaction }

  var isEmpty: Bool {
    parties.isEmpty && facts.facts.isEmpty && narrative.isEmpty && indicators.isEmpty
      && subjects.isEmpty
  }

  func parties(_ codes: String...) -> [Party] { parties.filter { codes.contains($0.code) } }

  /// Who files: the institution of a SAR or CTR, the bank of an exemption, the owner of a foreign
  /// account, the business that received cash; its taxpayer number, else its name.
  var filer: String? {
    let filers = parties("30", "45", "15", "4")
    return filers.lazy.compactMap(\.taxNumber).first
      ?? filers.lazy.map(\.name).first { !$0.isEmpty }
  }

  /// The day it was filed; of a report of foreign accounts, the day it was signed.
  var filed: TimeSpan? {
    let dates = facts.facts.filter { $0.property == "filing-date" || $0.property == "signed" }
    return dates.lazy.compactMap { TimeSpan(iso: $0.value) }.first
  }

  func states(_ filingType: String) -> Bool {
    facts.facts.contains { $0.property == .filingType && $0.value == filingType }
  }

  mutating func add(_ subject: Filing.Subject) {
    if !subjects.contains(subject) { subjects.append(subject) }
  }
}
