import ClewModel

/// Cuts a source into messages: FIN messages in blocks, and the bare text of statements, one after
/// another in any mixture.
///
/// A message is held as a whole, at most `limit` bytes of it. What stands outside of messages is
/// either known (bank headers, separators, acknowledgements, trailers) or counted in `unread`.
final class MTScanner {
  static let limit = 64 << 20
  /// As many lines of a message are held: a line takes far more memory than its bytes.
  static let lineLimit = 500_000

  private enum State { case outside, blocks, service, text }

  let lines: MTLineReader
  private(set) var unread = UnreadTally()

  private var state = State.outside
  private var message = MTMessage()
  private var envelope = ""
  private var depth = 0
  private var linesHeld = 0
  /// The end of the message so far, in bytes of the source.
  private var end: Int64 = 0
  /// What bank headers said: a BIC for the next message only, a word such as `:940:` for all that
  /// follow up to the next such word.
  private var servicer: String?
  private var headerWord: String?
  private var waiting: [MTMessage] = []
  /// The line that is read, and its place.
  private var current = ""
  private var place = Provenance(offset: 0, length: 0, line: 1)

  init(_ stream: ByteStream) throws { lines = try MTLineReader(stream) }

  /// The next message, nil at the end of the source.
  func next() throws -> MTMessage? {
    while waiting.isEmpty {
      guard let line = try lines.next() else {
        finishAtEnd()
        return waiting.isEmpty ? nil : waiting.removeFirst()
      }
      place = Provenance(
        offset: line.offset, length: Int32(clamping: line.length), line: line.number)
      current = line.text
      take(line.text)
    }
    return waiting.removeFirst()
  }

  // MARK: - states

  private func take(_ text: String) {
    switch state {
    case .outside: outside(text)
    case .blocks: blocks(text)
    case .service: service(text)
    case .text: inText(text)
    }
  }

  private func outside(_ text: String) {
    if let brace = text.range(ofBlock: "{1:") ?? text.range(ofBlock: "{2:") {
      note(String(text[..<brace]))
      let rest = String(text[brace...])
      begin(at: offset(ofSuffix: rest))
      state = .blocks
      return blocks(rest)
    }
    let text = text.trimmed
    if text.isEmpty { return }
    if let tag = MTTag(text), tag.name.count <= 3 {
      begin(at: place.offset)
      message.servicer = servicer
      message.headerWord = headerWord
      state = .text
      return inText(text)
    }
    note(text)
  }

  /// Blocks before the text; `{4:` begins it.
  private func blocks(_ text: String) {
    grow()
    envelope += text
    if let brace = envelope.range(ofBlock: "{4:") {
      let rest = String(envelope[envelope.index(brace, offsetBy: 3)...])
      message.readBlocks(String(envelope[..<brace]))
      envelope = ""
      if rest.trimmed.hasPrefix("{") {
        state = .service
        depth = 1
        return service(rest)
      }
      state = .text
      if !rest.trimmed.isEmpty { inText(rest) }
    } else if envelope.utf8.count > 4096 {
      message.isCut = true
      finish()
    }
  }

  /// The text of a service message, which is made of blocks: acknowledgements of the network.
  private func service(_ text: String) {
    var rest = text[...]
    while let character = rest.first {
      rest.removeFirst()
      if character == "{" { depth += 1 }
      if character == "}" { depth -= 1 }
      if depth == 0 {
        unread.add(path: "service message (acknowledgement)", at: place)
        state = .outside
        return outside(String(rest))
      }
    }
  }

  private func inText(_ text: String) {
    if message.hasBlocks {
      if let stop = text.range(ofBlock: "-}") {
        if stop > text.startIndex { line(String(text[..<stop])) }
        let rest = String(text[stop...])
        grow()
        if current.utf8.count == Int(place.length) { end = offset(ofSuffix: rest) + 2 }
        finish()
        return outside(String(rest.dropFirst(2)))
      }
      if text.trimmed.hasPrefix("{1:") {
        message.isCut = true
        finish()
        return outside(text)
      }
      return line(text)
    }
    if Self.isEnd(text) {
      grow()
      return finish()
    }
    if text.hasPrefix("{1:") || text.hasPrefix("{2:") {
      finish()
      return outside(text)
    }
    line(text)
  }

  private func line(_ text: String) {
    if let tag = MTTag(text), !isContinuation(tag, text) {
      if !message.hasBlocks {
        let isNext = tag.name == "20" && !message.fields.isEmpty
        if isNext || tag.name.count > 3 {
          finish()
          return outside(text)
        }
      }
      grow()
      guard !message.isOverlong else { return }
      message.fields.append(
        MTField(
          tag: tag.name, lines: [tag.value], line: place.line, offset: place.offset,
          length: Int(place.length)))
      return
    }
    if text.trimmed.isEmpty { return }
    guard let last = message.fields.last?.tag else {
      return message.isOverlong ? grow() : note(text)
    }
    if !message.hasBlocks, MTTag.singleLine.contains(last) {
      finish()
      return outside(text)
    }
    grow()
    guard !message.isOverlong else { return }
    let index = message.fields.count - 1
    message.fields[index].lines.append(text)
    message.fields[index].length =
      Int(
        place.offset - message.fields[index].offset) + Int(place.length)
  }

  /// True where a line that begins like a field goes on the one before: an hour that was wrapped
  /// before its colon, `…T16` and `:26:37`, in the free text of a statement.
  private func isContinuation(_ tag: MTTag, _ text: String) -> Bool {
    guard let last = message.fields.last, last.tag == "86" || last.tag == "NS" else { return false }
    guard MTTag.ofStatements.contains(tag.name) else {
      return !message.hasBlocks || message.type.hasPrefix("9")
    }
    guard let before = last.lines.last, before.utf8.count >= 55 else { return false }
    let minutes = tag.value.utf8.prefix(2)
    let endsInHour = before.utf8.suffix(2).allSatisfy { (48...57).contains($0) }
    return tag.name.utf8.count == 2 && endsInHour && minutes.count == 2
      && minutes.allSatisfy { (48...57).contains($0) }
      && tag.value.dropFirst(2).first.map { !$0.isNumber && $0 != "/" && $0 != "," } ?? true
  }

  /// The end of a bare text: a lone hyphen, or one with the letters that some banks put behind it.
  static func isEnd(_ text: String) -> Bool {
    let text = text.trimmed
    guard text.first == "-", text.count <= 4 else { return false }
    return text.dropFirst().allSatisfy { $0 == "X" || $0 == "}" || $0 == "-" }
  }

  // MARK: - messages

  /// Where the end of the line that is read begins, where its text is what stands in the source.
  private func offset(ofSuffix text: String) -> Int64 {
    let isExact = current.utf8.count == Int(place.length)
    return place.offset + (isExact ? Int64(place.length) - Int64(text.utf8.count) : 0)
  }

  private func begin(at offset: Int64) {
    message = MTMessage()
    message.offset = offset
    message.line = place.line
    linesHeld = 0
    end = offset
    envelope = ""
  }

  /// Takes the line into the message.
  private func grow() {
    end = place.offset + Int64(place.length)
    linesHeld += 1
    if end - message.offset > Int64(Self.limit) || linesHeld > Self.lineLimit {
      message.isOverlong = true
    }
    if message.isOverlong { message.fields.removeAll() }
  }

  private func finish() {
    message.length = Int(end - message.offset)
    message.snippet = Self.snippet(of: message)
    if !message.hasBlocks { message.type = MTTypes.inferred(message) }
    servicer = nil
    state = .outside
    waiting.append(message)
  }

  private func finishAtEnd() {
    switch state {
    case .outside: return
    case .service, .blocks:
      message.isCut = true
      if state == .blocks { message.readBlocks(envelope + "}") }
      finish()
    case .text:
      message.isCut = message.hasBlocks || lacksItsEnd
      finish()
    }
  }

  /// A bare statement that states an opening balance and not the closing one: both are mandatory
  /// (SWIFT, MT940 and MT950).
  private var lacksItsEnd: Bool {
    let tags = message.fields.lazy.map(\.tag)
    return tags.contains { $0 == "60F" || $0 == "60M" }
      && !tags.contains { $0 == "62F" || $0 == "62M" }
  }

  private static func snippet(of message: MTMessage) -> String {
    var text = ""
    for field in message.fields where text.utf8.count < 500 {
      text += ":\(field.tag):" + field.lines.joined(separator: "\n") + "\n"
    }
    text = String(text.prefix(500))
    while text.utf8.count > 500 { text.removeLast() }
    return text
  }

  // MARK: - outside of messages

  /// What stands outside: kept where it says whose statement follows, counted where nothing is
  /// known of it.
  private func note(_ text: String) {
    let text = text.trimmed
    if text.isEmpty || text.allSatisfy({ "-}$@{".contains($0) }) { return }
    if text.hasPrefix("{5:") || text.hasPrefix("{S:") || text.hasPrefix("-}") { return }
    let words = text.split(separator: " ")
    if let bic = words.compactMap({ Self.bic(inHeader: $0) }).first {
      servicer = servicer ?? bic
      return
    }
    let digits = text.filter { $0 != ":" && $0 != " " }
    if digits.allSatisfy(\.isNumber), digits.count <= 5, let type = Self.statementType(digits) {
      headerWord = text.hasPrefix(":") ? ":\(type):" : type
      return
    }
    unread.add(path: "text outside of messages", at: place)
  }

  private static func statementType(_ text: String) -> String? {
    ["940", "941", "942", "950"].first { text.hasPrefix($0) }
  }

  /// `ABNANL2A`, `01INGBNL2AXXXX00001`: a BIC, or a terminal with session numbers around it.
  private static func bic(inHeader word: Substring) -> String? {
    if CheckDigits.bic8(String(word)) != nil { return String(word) }
    guard word.utf8.count >= 14 else { return nil }
    let terminal = String(word.drop { $0.isNumber }.prefix(8))
    return CheckDigits.bic8(terminal)
  }
}

extension String {
  /// Where a block begins.
  func range(ofBlock block: StaticString) -> Index? {
    let wanted = Array("\(block)".utf8)
    guard let first = wanted.first else { return nil }
    var rest = utf8[...]
    while let at = rest.firstIndex(of: first) {
      if rest[at...].starts(with: wanted) { return at }
      rest = rest[rest.index(after: at)...]
    }
    return nil
  }
}
