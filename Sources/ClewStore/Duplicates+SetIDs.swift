import ClewModel
import GRDB

/// Transactions that have the same id in the same set: a file that was delivered again, or an id
/// that is none.
///
/// Works on the hashes in `transaction_ref`, bucket by bucket, and reads the ids themselves only
/// where hashes meet; O(r log n) for n new and r transactions of the set.
enum SetIDs {
  /// A block of transactions of a live source of the set.
  private struct Block {
    var id: Int64
    var source: Int64
    var first: Int64
  }

  /// Groups, ascending, in which at least one transaction is of the source.
  static func groups(_ db: Database, source: Int64) throws -> [[Int64]] {
    guard
      let set = try Int64.fetchOne(
        db, sql: "select set_id from source where id = ?", arguments: [source])
    else { return [] }
    let blocks = try blocks(db, set: set)
    let own = blocks.filter { $0.source == source }
    guard !own.isEmpty else { return [] }
    let entries = try RawStatement(db, "select entries from transaction_ref where id = ?")
    var groups: [[Int64]] = []
    for bucket in 0..<Int64(256) {
      var hashes: [UInt32] = []
      for block in own { try each(entries, block, bucket) { hash, _ in hashes.append(hash) } }
      hashes.sort()
      var wanted = Set<UInt32>()
      for index in hashes.indices.dropFirst() where hashes[index] == hashes[index - 1] {
        wanted.insert(hashes[index])
      }
      for block in blocks where block.source != source {
        try each(entries, block, bucket) { hash, _ in
          if contains(hashes, hash) { wanted.insert(hash) }
        }
      }
      groups += try collect(db, entries, blocks, bucket, wanted)
    }
    return groups.sorted { $0.lexicographicallyPrecedes($1) }
  }

  /// Groups, ascending, in which at least one of the transactions is.
  static func groups(_ db: Database, around ids: [Int64]) throws -> [[Int64]] {
    var wanted: [Int64: [Int64: Set<UInt32>]] = [:]
    let refs = try RawStatement(
      db,
      """
      select s.set_id, t.ref from transactions t join source s on s.id = t.source
      where t.id = ? and t.ref is not null
      """)
    for id in ids {
      refs.int(id)
      try refs.each {
        guard let ref = refs.string(1), !Sentinel.fillsRef(ref) else { return }
        let hash = TransactionRefs.hash(ref.utf8)
        wanted[refs.integer(0), default: [:]][Int64(hash & 255), default: []]
          .insert(UInt32(hash >> 32))
      }
    }
    let entries = try RawStatement(db, "select entries from transaction_ref where id = ?")
    var groups: [[Int64]] = []
    for (set, buckets) in wanted {
      let blocks = try blocks(db, set: set)
      for (bucket, hashes) in buckets {
        groups += try collect(db, entries, blocks, bucket, hashes)
      }
    }
    return groups.sorted { $0.lexicographicallyPrecedes($1) }
  }

  private static func blocks(_ db: Database, set: Int64) throws -> [Block] {
    try Row.fetchAll(
      db,
      sql: """
        select b.id, b.source, b.first from transaction_block b
          join source s on s.id = b.source and s.live = 1
        where s.set_id = ? order by b.id
        """, arguments: [set]
    ).map { Block(id: $0[0], source: $0[1], first: $0[2]) }
  }

  private static func each(
    _ entries: RawStatement, _ block: Block, _ bucket: Int64,
    _ body: (_ hash: UInt32, _ id: Int64) -> Void
  ) throws {
    entries.int(block.id * 256 + bucket)
    try entries.each {
      entries.withBlob(0) { bytes in
        for at in stride(from: 0, to: bytes.count, by: 8) {
          let entry = UInt64(
            littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
          body(UInt32(entry >> 32), block.first + Int64(entry & 0xFFFF_FFFF))
        }
      }
    }
  }

  private static func contains(_ sorted: [UInt32], _ hash: UInt32) -> Bool {
    var low = 0
    var high = sorted.count
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < hash { low = middle + 1 } else { high = middle }
    }
    return low < sorted.count && sorted[low] == hash
  }

  /// The transactions of a bucket with one of the hashes, grouped by the ids themselves.
  private static func collect(
    _ db: Database, _ entries: RawStatement, _ blocks: [Block], _ bucket: Int64,
    _ wanted: Set<UInt32>
  ) throws -> [[Int64]] {
    guard !wanted.isEmpty else { return [] }
    var candidates: [Int64] = []
    for block in blocks {
      try each(entries, block, bucket) { hash, id in
        if wanted.contains(hash) { candidates.append(id) }
      }
    }
    var byRef: [String: [Int64]] = [:]
    let ref = try RawStatement(db, "select ref from transactions where id = ?")
    for id in candidates {
      ref.int(id)
      try ref.each {
        if let text = ref.string(0), !Sentinel.fillsRef(text) {
          byRef[text, default: []].append(id)
        }
      }
    }
    return byRef.values.filter { $0.count > 1 }.map { $0.sorted() }
  }

  // MARK: - Findings

  /// Says which transactions of a new source have an id that another transaction of the set has with
  /// a different content: one finding for each pair of sources.
  static func report(
    _ db: Database, groups: [[Int64]], _ gathering: DuplicateGathering, source: Int64
  ) throws {
    var members: [Int64: Set<Int64>] = [:]
    var ids: [Int64: Int] = [:]
    for group in groups {
      let statements = group.compactMap { gathering.statement($0) }
      guard let lowest = statements.first else { continue }
      for other in statements.dropFirst() where !other.agrees(with: lowest) {
        guard other.source == source || lowest.source == source else { continue }
        let partner = other.source == source ? lowest.source : other.source
        members[partner, default: []].formUnion([lowest.id, other.id])
        ids[partner, default: 0] += 1
      }
    }
    for (partner, transactions) in members.sorted(by: { $0.key < $1.key }) {
      let sources = Set([partner, source]).sorted().map { RecordID(.source, $0) }
      let count = ids[partner] ?? 0
      var finding = DataFinding(
        kind: .statementsDiffer, evidence: sources,
        members: transactions.map { RecordID(.transaction, $0) },
        reasons: [
          .init(
            term: "rule:set-id",
            detail: "\(count) with the id of another transaction of the set, but not the same"
              + " accounts, amount and date: all are kept")
        ])
      finding.discriminator = "set-id"
      try finding.store(db)
    }
  }
}
