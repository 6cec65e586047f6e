import ClewGraph
import ClewModel

/// A part of the ownership graph in its own small numbers: a company with all its direct and
/// indirect owners, or an owner with all it directly or indirectly holds.
struct OwnershipRegion: Sendable {
  /// Party nodes in ascending order; a local number is a position here.
  let nodes: [Int32]
  var root: Int32
  /// Entries of company n: `columnStart[n]..<columnStart[n + 1]`.
  let columnStart: [Int32]
  /// Local number of the owner, and number of the holding in `Holdings.all`, of every entry.
  let owner: [Int32]
  let holding: [Int32]

  var count: Int { nodes.count }

  /// The local number of a party, by binary search; nil where it is outside.
  func local(_ party: Int32) -> Int32? {
    var (low, high) = (0, nodes.count)
    while low < high {
      let middle = (low + high) / 2
      if nodes[middle] < party { low = middle + 1 } else { high = middle }
    }
    return low < nodes.count && nodes[low] == party ? Int32(low) : nil
  }

  func column(_ company: Int32) -> Range<Int> {
    Int(columnStart[Int(company)])..<Int(columnStart[Int(company) + 1])
  }

  /// The company and its direct and indirect owners: O(part) but for sorting.
  init(owning subject: Int32, in holdings: Holdings) {
    var order = [subject]
    var seen: Set<Int32> = [subject]
    var next = 0
    while next < order.count {
      for i in holdings.column(order[next]) where seen.insert(holdings.all[i].owner).inserted {
        order.append(holdings.all[i].owner)
      }
      next += 1
    }
    self.init(order, looked: seen, root: subject, in: holdings)
  }

  /// The owner, all it directly or indirectly holds, and the other direct owners of that, whose own
  /// columns are left empty.
  init(heldBy holder: Int32, in holdings: Holdings) {
    var order = [holder]
    var seen: Set<Int32> = [holder]
    var next = 0
    while next < order.count {
      for i in holdings.row(order[next]) where seen.insert(holdings.all[Int(i)].owned).inserted {
        order.append(holdings.all[Int(i)].owned)
      }
      next += 1
    }
    let held = seen
    for company in held.sorted() {
      for i in holdings.column(company) where seen.insert(holdings.all[i].owner).inserted {
        order.append(holdings.all[i].owner)
      }
    }
    self.init(order, looked: held, root: holder, in: holdings)
  }

  /// Some companies and their direct owners, whose own columns are left empty where they are not
  /// among the companies.
  ///
  /// - Parameter root: one of the companies.
  init(only companies: [Int32], root: Int32, in holdings: Holdings) {
    var order = companies
    var seen = Set(companies)
    for company in companies {
      for i in holdings.column(company) where seen.insert(holdings.all[i].owner).inserted {
        order.append(holdings.all[i].owner)
      }
    }
    self.init(order, looked: Set(companies), root: root, in: holdings)
  }

  private init(
    _ order: [Int32], looked: Set<Int32>, root: Int32, in holdings: Holdings
  ) {
    let sorted = order.sorted()
    var local: [Int32: Int32] = [:]
    local.reserveCapacity(sorted.count)
    for (position, node) in sorted.enumerated() { local[node] = Int32(position) }
    var starts: [Int32] = [0]
    var owners: [Int32] = []
    var numbers: [Int32] = []
    for node in sorted {
      for i in holdings.column(node) where looked.contains(node) {
        guard let owner = local[holdings.all[i].owner] else { continue }
        owners.append(owner)
        numbers.append(Int32(i))
      }
      starts.append(Int32(owners.count))
    }
    nodes = sorted
    self.root = local[root] ?? 0
    columnStart = starts
    owner = owners
    holding = numbers
  }

  /// The company of every entry.
  var companies: [Int32] {
    (0..<Int32(count)).flatMap { company in column(company).map { _ in company } }
  }
}
