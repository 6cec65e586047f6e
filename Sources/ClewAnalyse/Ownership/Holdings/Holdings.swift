import ClewGraph
import ClewModel

/// Who directly holds what on one day, for all parties of a snapshot.
///
/// Built once for a question or many. Several links of one owner inside one source add up (share
/// classes, lots); the same pair stated by several sources is one holding. Links stated as indirect
/// are kept apart: the chain that makes them up would count twice. Where a nominee link holds, what
/// its nominee (`from`) holds counts for its nominator (`to`), and the title stays visible.
package struct Holdings: Sendable {
  package let moment: Moment
  package internal(set) var partyCount: Int
  package internal(set) var kinds: [PartyKind]
  /// Which lists of owners leave nobody out.
  package internal(set) var completeness = Completeness.open
  /// In ascending (owned, owner).
  package internal(set) var all: [Holding]
  /// The maxima as stated of those holdings whose column leaves less, ascending by holding.
  var statedMaxima: [StatedMaximum]
  /// The holdings in company n: `all[columnStart[n]..<columnStart[n + 1]]`.
  var columnStart: [Int32]
  /// The holdings of owner n: `all[rowHoldings[i]]` for i in `rowStart[n]..<rowStart[n + 1]`.
  var rowStart: [Int32]
  var rowHoldings: [Int32]
  /// Link ids of all holdings, and which party each link names as owner.
  var linkIDs: [Int64]
  var titles: [Int32]
  /// Links of control: who controls, whom, by certain and by possible statements.
  var controls: ControlLinks
  /// Holdings declared as indirect: shown beside the computed share, never part of it.
  package internal(set) var declared: [Declaration]
  /// The nominee links that hold, in ascending link id.
  package internal(set) var nominees: [Nominee]
  /// Nominees of more nominators than are followed, ascending: their stakes stay possibly theirs.
  package internal(set) var untracedNominees: [Int32]

  /// Roles in trusts and foundations, directorships and family ties that hold, in ascending link id.
  package internal(set) var roles: [Role]
  /// Why owners of a party are not named, as sources say; ascending by party.
  package internal(set) var ownerStatements: [OwnerStatementRow]

  /// A party has a role at another: `from` is the settlor, the director, the relative.
  package struct Role: Hashable, Sendable {
    package var kind: LinkKind
    package var from: Int32
    package var to: Int32
    package var isCertain: Bool
    package var link: Int64
  }

  /// The maxima of a holding as its sources state them.
  struct StatedMaximum: Hashable, Sendable {
    var holding: Int32
    var capital: Int64
    var votes: Int64
  }

  /// An indirect holding as a source declares it.
  package struct Declaration: Hashable, Sendable {
    package var owner: Int32
    package var owned: Int32
    /// nil where no share is stated.
    package var share: Band?
    package var link: Int64
  }

  /// A nominee holds for a nominator.
  package struct Nominee: Hashable, Sendable {
    package var nominee: Int32
    package var nominator: Int32
    package var isCertain: Bool
    package var link: Int64
  }

  /// The numbers of the holdings in a company.
  package func column(_ company: Int32) -> Range<Int> {
    Int(columnStart[Int(company)])..<Int(columnStart[Int(company) + 1])
  }

  /// The holdings of an owner, as numbers in `all`.
  package func row(_ owner: Int32) -> ArraySlice<Int32> {
    rowHoldings[Int(rowStart[Int(owner)])..<Int(rowStart[Int(owner) + 1])]
  }

  /// The ids of the links that state a holding, ascending.
  package func links(of holding: Holding) -> [Int64] {
    linkIDs[Int(holding.linkStart)..<Int(holding.linkEnd)].sorted()
  }

  /// The nominees that hold the legal title of a holding, ascending; empty without nominees.
  package func titleHolders(of holding: Holding) -> [Int32] {
    guard holding.marks.contains(.throughNominee) else { return [] }
    let held = titles[Int(holding.linkStart)..<Int(holding.linkEnd)]
    return Set(held.filter { $0 != holding.owner }).sorted()
  }

  /// True for a party that others own: it is looked through, whatever its kind says.
  package func isOwned(_ party: Int32) -> Bool { !column(party).isEmpty }

  /// True for a party that must have owners: it has some, or it is an organisation.
  package func needsOwners(_ party: Int32) -> Bool {
    isOwned(party) || kinds[Int(party)] == .organisation
  }

  /// The sum of the capital minima in a company; above `Share.whole` it is a data error.
  package func capitalMinimum(of company: Int32) -> Int128 {
    column(company).reduce(0) { $0 + Int128(all[$1].capitalMin) }
  }

  /// The same by one measure.
  func minimum(of company: Int32, _ measure: Measure) -> Int128 {
    column(company).reduce(0) { $0 + Int128(all[$1].bounds(measure).min) }
  }

  package init(_ snapshot: Snapshot, at moment: Moment) {
    var builder = HoldingsBuilder(snapshot, moment)
    builder.readLinks()
    builder.merge()
    self.moment = moment
    partyCount = snapshot.partyCount
    kinds = snapshot.partyKinds
    all = builder.holdings
    statedMaxima = builder.statedMaxima
    columnStart = builder.columnStart
    linkIDs = builder.linkIDs
    titles = builder.titles
    declared = builder.declared
    nominees = builder.nominees
    untracedNominees = builder.untraced
    roles = builder.roles
    ownerStatements = snapshot.ownerStatements.filter { moment.holds($0.statement) }
    let rows = CompressedRows(
      nodeCount: snapshot.partyCount, from: all.map(\.owner), to: all.map(\.owned))
    rowStart = rows.starts
    rowHoldings = rows.edges
    controls = ControlLinks(builder.controls, partyCount: snapshot.partyCount)
  }
}

/// Links of control on one day, by controller and by controlled party.
struct ControlLinks: Sendable {
  struct Row: Hashable, Sendable {
    var from: Int32
    var to: Int32
    var means: ControlMeans
    var isCertain: Bool
    var link: Int64

    /// True where the link by itself gives control for certain.
    var decides: Bool { isCertain && means.isDecisive }
  }

  let rows: [Row]
  private let byController: CompressedRows
  private let byControlled: CompressedRows

  init(_ rows: [Row], partyCount: Int) {
    self.rows = rows
    let from = rows.map(\.from)
    let to = rows.map(\.to)
    byController = CompressedRows(nodeCount: partyCount, from: from, to: to)
    byControlled = CompressedRows(nodeCount: partyCount, from: to, to: from)
  }

  func by(_ controller: Int32) -> ArraySlice<Int32> {
    byController.edges[byController.slots(of: controller)]
  }

  func over(_ controlled: Int32) -> ArraySlice<Int32> {
    byControlled.edges[byControlled.slots(of: controlled)]
  }
}
