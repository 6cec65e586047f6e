import ClewModel
import GRDB

/// A run of transactions of one source whose indexes are written together, sorted: the postings of
/// every account, and the hashes of the refs. New blocks are appended, so that a casefile of any
/// size takes the next file at the speed of the first.
final class TransactionBlock {
  private let id: Int64
  private let source: Int64
  private let first: Int64
  private(set) var count = 0
  private var minLo = Int64.max
  private var maxLo = Int64.min
  private var from: [Int32] = []
  private var to: [Int32] = []
  private var accounts = 0
  /// Hash of the ref and row, in row order; rows without a ref have none.
  private var refs: [(hash: UInt64, row: UInt32)] = []

  init(id: Int64, source: Int64, first: Int64) {
    self.id = id
    self.source = source
    self.first = first
  }

  func append(_ rows: Transactions, accounts: Int) {
    self.accounts = accounts
    from += rows.from
    to += rows.to
    for lo in rows.lo {
      if lo < minLo { minLo = lo }
      if lo > maxLo { maxLo = lo }
    }
    rows.arena.withUnsafeBufferPointer { arena in
      var start = 0
      for row in 0..<rows.count {
        let end = Int(rows.textEnd[2 * row])
        if end > start {
          let hash = TransactionRefs.hash(UnsafeBufferPointer(rebasing: arena[start..<end]))
          refs.append((hash, UInt32(truncatingIfNeeded: count + row)))
        }
        start = Int(rows.textEnd[2 * row + 1])
      }
    }
    count += rows.count
  }

  func write(_ db: Database) throws {
    try db.execute(
      sql: """
        insert into transaction_block (id, source, first, last, min_lo, max_lo)
        values (?, ?, ?, ?, ?, ?)
        """,
      arguments: [id, source, first, first + Int64(count) - 1, minLo, maxLo])
    try writeLegs(db)
    try writeRefs(db)
  }

  /// Counting sort of both sides by account: O(transactions + accounts).
  private func writeLegs(_ db: Database) throws {
    var start = [Int32](repeating: 0, count: accounts + 1)
    for row in 0..<count {
      if from[row] >= 0 { start[Int(from[row]) + 1] += 1 }
      if to[row] >= 0 { start[Int(to[row]) + 1] += 1 }
    }
    for account in 0..<accounts { start[account + 1] += start[account] }
    var postings = [UInt32](repeating: 0, count: Int(start[accounts]))
    var next = start
    for row in 0..<count {
      let entry = UInt32(truncatingIfNeeded: row) * 2
      if from[row] >= 0 {
        postings[Int(next[Int(from[row])])] = entry.littleEndian
        next[Int(from[row])] += 1
      }
      if to[row] >= 0 {
        postings[Int(next[Int(to[row])])] = (entry + 1).littleEndian
        next[Int(to[row])] += 1
      }
    }
    let insert = try RawStatement(db, "insert into leg (id, rows) values (?, ?)")
    try postings.withUnsafeBytes { bytes in
      for account in 0..<accounts where start[account + 1] > start[account] {
        insert.int(id << 32 | Int64(account))
        let range = Int(start[account]) * 4..<Int(start[account + 1]) * 4
        insert.blob(UnsafeRawBufferPointer(rebasing: bytes[range]))
        try insert.run()
      }
    }
  }

  /// Counting sort of the refs by the low byte of their hash, rows ascending inside each.
  private func writeRefs(_ db: Database) throws {
    guard !refs.isEmpty else { return }
    var start = [Int](repeating: 0, count: 257)
    for ref in refs { start[Int(ref.hash & 255) + 1] += 1 }
    for bucket in 0..<256 { start[bucket + 1] += start[bucket] }
    var entries = [UInt64](repeating: 0, count: refs.count)
    var next = start
    for ref in refs {
      let bucket = Int(ref.hash & 255)
      entries[next[bucket]] = ((ref.hash & ~0xFFFF_FFFF) | UInt64(ref.row)).littleEndian
      next[bucket] += 1
    }
    let insert = try RawStatement(db, "insert into transaction_ref (id, entries) values (?, ?)")
    try entries.withUnsafeBytes { bytes in
      for bucket in 0..<256 where start[bucket + 1] > start[bucket] {
        insert.int(id * 256 + Int64(bucket))
        let range = start[bucket] * 8..<start[bucket + 1] * 8
        insert.blob(UnsafeRawBufferPointer(rebasing: bytes[range]))
        try insert.run()
      }
    }
  }
}

/// Transactions by the ref their source gave them.
package enum TransactionRefs {
  /// FNV-1a, 64 bits (Fowler, Noll, Vo), whose low byte is the bucket and whose high half is kept.
  package static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return hash
  }

  /// The transactions with exactly this ref, ascending: two small reads a block.
  package static func find(_ db: Database, ref: String) throws -> [Int64] {
    let hash = hash(ref.utf8)
    let buckets = try RawStatement(
      db,
      """
      select b.first, r.entries from transaction_block b
      join transaction_ref r on r.id = b.id * 256 + ?
      order by b.id
      """)
    buckets.int(hash & 255)
    var candidates: [Int64] = []
    try buckets.each {
      let first = buckets.integer(0)
      buckets.withBlob(1) { bytes in
        for at in stride(from: 0, to: bytes.count, by: 8) {
          let entry = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
          if entry >> 32 == hash >> 32 { candidates.append(first + Int64(entry & 0xFFFF_FFFF)) }
        }
      }
    }
    let check = try db.cachedStatement(sql: "select 1 from transactions where id = ? and ref = ?")
    return try candidates.filter { try Int.fetchOne(check, arguments: [$0, ref]) != nil }
  }
}
