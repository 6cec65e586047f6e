import ClewIngest
import ClewModel
import ClewRender
import ClewStore

extension Session {
  /// Reads sources into the casefile, each of them whole or not at all.
  ///
  /// Files of one command are taken in a fixed order: by kind of table (parties before links before
  /// transactions), then by date of publication where they state one, then by content digest, so
  /// that ids repeat. A file that cannot be read is
  /// reported and the others go on; the answer is then marked failed.
  package func ingest(_ request: IngestRequest) throws -> Answer {
    var report = IngestReport()
    let options = ReadOptions(
      profile: try request.profilePath.map { try profile(at: $0) }, format: request.format)
    let queue = try SourceQueue(
      inputs(request.paths, sheet: request.sheet, &report), request: request, options: options,
      report: &report)
    if let replaced = request.replaces, queue.sources.count != 1 {
      throw Failure(
        code: "bad-replacement",
        what: "\(queue.sources.count) files cannot replace one source.", place: replaced,
        next: "Name the one corrected file.")
    }
    if queue.sources.isEmpty, report.refusals.isEmpty {
      throw Failure(
        code: "nothing-to-read", what: "No file was found to read.",
        place: request.paths.joined(separator: ", "), next: "Name files or folders that hold some.")
    }
    if request.dryRun {
      var labels =
        WholeFile.exists(surroundings.casefile) ? try reading { try $0.codeLabels() } : []
      var claims = EditionClaims()
      for source in queue.sources {
        try report.attempt(source.input.name) {
          try dryRun(source, queue: queue, asOf: request.asOf, &labels, &claims)
        }
      }
      return report.answer(recurring: [], listsUnread: true)
    }
    guard !queue.sources.isEmpty else { return report.answer(recurring: []) }
    let casefile = try openForIngest(bulk: queue.isBulk)
    defer { try? casefile.close() }
    var journalled = false
    var labels = try casefile.codeLabels()
    var claims = EditionClaims()
    for source in queue.sources {
      try report.attempt(source.input.name) {
        let line = try load(
          source, queue: queue, request: request, into: casefile, journal: !journalled,
          labels: labels, claims: &claims)
        if !line.isDuplicate || line.countsAgain { journalled = true }
        if line.codeLabels > 0 { labels = try casefile.codeLabels() }
        return line
      }
    }
    let recurring = journalled ? try casefile.recurringParties() : []
    if journalled { report.lists = try ListNews.all(of: report.loaded, in: casefile) }
    var answer = report.answer(recurring: recurring)
    let findings = try casefile.dataFindings()
    answer.findings = findings.count
    answer.notes += findings.map { finding in
      "\(finding.id) \(finding.kind): "
        + finding.members.map(\.description).prefix(6)
        .joined(separator: ", ") + (finding.members.count > 6 ? ", …" : "")
        + " (clew show \(finding.id))"
    }
    return answer
  }

  /// What the paths stand for; one that cannot be opened goes to the report.
  private func inputs(
    _ paths: [String], sheet: String?, _ report: inout IngestReport
  ) throws -> [Input] {
    var inputs: [Input] = []
    for path in paths {
      var skipped: [String] = []
      var refused: [(String, IngestError)] = []
      try report.attempt(path) {
        inputs += try Inputs.expand(paths: [path], sheet: sheet) {
          skipped.append("\($0): \($1)")
        } refused: {
          refused.append(($0, $1))
        }
        return nil
      }
      report.skipped += skipped
      for (name, failure) in refused { try report.attempt(name) { throw failure } }
    }
    return inputs
  }

  private func profile(at path: String) throws -> String {
    String(decoding: try WholeFile.read(path), as: UTF8.self)
  }

  private func openForIngest(bulk: Bool) throws -> Casefile {
    if !WholeFile.exists(surroundings.casefile) {
      do {
        try Casefile.create(at: surroundings.casefile, version: Self.version)
      } catch let error as StoreError where error.code == .exists {
        // Another command has made it in this moment.
      }
    }
    return try Casefile.open(
      at: surroundings.casefile, mode: bulk ? .bulk : .write, folding: Self.folding)
  }

  // MARK: - One source

  private func load(
    _ source: QueuedSource, queue: SourceQueue, request: IngestRequest, into casefile: Casefile,
    journal: Bool, labels: [CodeLabel], claims: inout EditionClaims
  ) throws -> IngestReport.Line {
    let digest = try digest(of: source, before: casefile)
    if let digest, let known = try casefile.existing(sha256: digest) {
      if let replaced = request.replaces {
        throw Failure(
          code: "bad-replacement",
          what: "These bytes were read before, as \(known.id); \(replaced) was left as it is.",
          place: source.input.name, next: "Give the corrected file, or 'clew withdraw \(replaced)'."
        )
      }
      claims.note(known, of: source)
      claims.noteMain(known, source)
      guard try restates(known, source, request, claims, casefile, journal) else {
        return try line(known, isDuplicate: true, in: casefile)
      }
      var line = try line(
        try casefile.source(known.id.number) ?? known, isDuplicate: true, in: casefile)
      line.countsAgain = true
      return line
    }
    let entry = NewSource(
      path: source.input.name, location: try source.input.location(),
      container: try queue.containerDigest(of: source), set: source.set,
      asOf: request.asOf.map { TimeSpan(day: $0) }, handling: request.handling,
      grade: request.grade, replaces: try request.replaces.map { try sourceNumber($0) },
      ingestedAt: surroundings.now, journal: journal ? journalEntry() : nil)
    var stated: SourceHeader?
    let loaded = try casefile.load(entry) { loader in
      let reading = SourceReading(
        source, companions: try queue.companions(of: source), codeLabels: labels,
        keepsBytes: request.archive, progress: surroundings.progress)
      let end = try reading.run(salvage: request.salvage) { header in
        try claims.check(header, of: source, asOf: request.asOf)
        stated = header
        loader.header(header)
      } batch: { batch in
        if request.strict, let first = batch.rejections.first {
          throw Failure(
            code: "rejected", what: "A record was rejected: \(first.reason)",
            place: "\(source.input.name), \(first.provenance.locator)",
            next: "Mend the file, or leave out --strict to keep the rest of it.")
        }
        if let edition = batch.edition { stated?.edition = edition }
        try loader.accept(batch)
      } archive: { part in
        try loader.archive(Archived.compress(part))
      }
      if let digest, !end.isPartial, digest != end.digest {
        throw Failure(
          code: "changed", what: "The file changed while it was read.", place: source.input.name,
          next: "Run the command again when nobody writes to it.")
      }
      if end.isPartial { stated?.edition?.isWhole = false }
      loader.finish(
        digest: end.digest, bytes: end.bytes, blocks: end.blocks, partial: end.isPartial)
    }
    if let stated {
      claims.note(stated, of: source, asOf: request.asOf, as: loaded.source.id.description)
    }
    claims.noteMain(loaded.source, source)
    return try line(loaded.source, isDuplicate: loaded.isDuplicate, in: casefile)
  }

  /// Whether a side file that was read before now counts for a later edition too: for that of the main
  /// file beside it, or for the one of the day that the command names.
  private func restates(
    _ known: SourceRecord, _ source: QueuedSource, _ request: IngestRequest,
    _ claims: EditionClaims, _ casefile: Casefile, _ journal: Bool
  ) throws -> Bool {
    guard let edition = known.edition, let part = edition.part, part != Edition.mainPart,
      known.isLive
    else { return false }
    var main = claims.main(beside: known, source)
    if main == nil, let day = request.asOf.map({ TimeSpan(day: $0).lo }) {
      main = try casefile.sources().last {
        $0.isLive && $0.edition?.family == edition.family && $0.edition?.part == Edition.mainPart
          && ($0.published ?? $0.asOf)?.lo == day
      }?.id.number
    }
    guard let main else { return false }
    return try casefile.restate(
      source: known.id.number, with: main, journal: journal ? journalEntry() : nil)
  }

  private func line(
    _ source: SourceRecord, isDuplicate: Bool, in casefile: Casefile
  ) throws -> IngestReport.Line {
    var line = IngestReport.Line(record: source, isDuplicate: isDuplicate)
    line.unread = try casefile.unreadPaths(source: source.id.number).map(\.unread)
    line.codeLabels = try casefile.codeLabelCount(source: source.id.number)
    // A side file with the bytes of the edition before went with that edition: say so, because the
    // newer one then lacks what it states.
    if isDuplicate, let part = source.edition?.part, part != Edition.mainPart,
      source.supersededBy != nil
    {
      line.isOut = source.state
    }
    return line
  }

  /// The digest of a source where hashing it beforehand may save reading it: a lone file whose size
  /// no source of the casefile has cannot be one of them.
  private func digest(of source: QueuedSource, before casefile: Casefile) throws -> String? {
    if let digest = source.digest { return digest }
    if let size = try source.input.unpackedSize(), try !casefile.holdsSource(bytes: size) {
      return nil
    }
    return try Inputs.digest(of: source.input)
  }

  /// - Parameters:
  ///   - labels: the code lists so far; those of the source are added.
  ///   - claims: the editions so far; that of the source is added.
  private func dryRun(
    _ source: QueuedSource, queue: SourceQueue, asOf: Day?, _ labels: inout [CodeLabel],
    _ claims: inout EditionClaims
  ) throws -> IngestReport.Line {
    let reading = SourceReading(
      source, companions: try queue.companions(of: source), codeLabels: labels, keepsBytes: false,
      progress: surroundings.progress)
    var stated: SourceHeader?
    var counts = SourceCounts()
    var unread: [String: UnreadPath] = [:]
    let before = labels.count
    let end = try reading.run(salvage: false) { header in
      try claims.check(header, of: source, asOf: asOf)
      stated = header
    } batch: { batch in
      if let edition = batch.edition { stated?.edition = edition }
      counts.parties += Int64(batch.mentions.count)
      counts.accounts += Int64(batch.accounts.count)
      counts.transactions += Int64(batch.transactions.count)
      counts.links += Int64(batch.links.count)
      counts.listings += Int64(batch.listings.count)
      counts.filings += Int64(batch.filings.count)
      counts.rejections += Int64(batch.rejections.count)
      for path in batch.unread where path.count > 0 {
        var known = unread[path.path] ?? UnreadPath(path: path.path, count: 0, first: path.first)
        known.count += path.count
        unread[path.path] = known
      }
      labels += batch.codeLabels
    } archive: { _ in
    }
    var line = IngestReport.Line(
      id: nil, path: source.input.name, format: stated?.format ?? "", sha256: end.digest,
      bytes: end.bytes,
      counts: counts, isDuplicate: false, isPartial: false, isOut: nil)
    line.unread = unread.values.sorted { ($1.count, $0.path) < ($0.count, $1.path) }
    line.codeLabels = labels.count - before
    if let stated { claims.note(stated, of: source, asOf: asOf, as: source.input.name) }
    return line
  }

  func sourceNumber(_ text: String) throws -> Int64 {
    guard let id = RecordID(text), id.kind == .source else {
      throw Failure(
        code: "not-found", what: "'\(text)' is no source.", place: surroundings.casefile,
        next: "Name one as 'clew sources' lists them, such as S3.")
    }
    return id.number
  }

  func journalEntry() -> JournalEntry {
    JournalEntry(
      at: surroundings.now, who: surroundings.user, version: Self.version,
      arguments: surroundings.arguments.map(Self.quoted).joined(separator: " "))
  }

  /// An argument as a shell would take it.
  static func quoted(_ argument: String) -> String {
    let plain = argument.allSatisfy {
      $0.isLetter || $0.isNumber || "-_./:=,@+".contains($0)
    }
    return plain && !argument.isEmpty
      ? argument
      : "'"
        + argument.split(separator: "'", omittingEmptySubsequences: false)
        .joined(separator: #"'\''"#) + "'"
  }
}
