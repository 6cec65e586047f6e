import CLibXML2

/// libxml2's SAX2 push parser behind a safe face: bytes in, events out.
///
/// Invariants of the unsafe code, which is all in this file. The parser context and the state it
/// writes to are allocated in `init` and freed in `deinit`, and neither leaves this file. Callbacks
/// run only inside `push`, on the thread that called it, while nothing else touches the state. Names
/// that libxml2 hands out live in its dictionary until the context is freed; every other pointer is
/// read during its callback only. Nothing is fetched, no entity is expanded, no DTD is read.
final class XMLPush {
  private let parser: xmlParserCtxtPtr
  private let state: UnsafeMutablePointer<XMLPushState>

  private static let ready: Void = xmlInitParser()

  /// - Returns: nil when libxml2 has no memory for a context.
  init?(names: RecordNames, placed: Set<Int32>, limits: XMLLimits) {
    _ = Self.ready
    var handler = xmlSAXHandler()
    handler.initialized = UInt32(XML_SAX2_MAGIC)
    handler.startElementNs = { context, name, _, _, _, _, count, defaulted, attributes in
      guard let state = XMLPush.state(context), let name else { return }
      state.pointee.start(name, count: Int(count - defaulted), attributes)
    }
    handler.endElementNs = { context, _, _, _ in XMLPush.state(context)?.pointee.end() }
    let text: charactersSAXFunc = { context, bytes, count in
      guard let state = XMLPush.state(context), let bytes else { return }
      state.pointee.text(UnsafeBufferPointer(start: bytes, count: Int(count)))
    }
    handler.characters = text
    handler.ignorableWhitespace = text
    handler.cdataBlock = text
    handler.getEntity = { context, name in
      XMLPush.state(context)?.pointee.refuseEntity(name)
      return nil
    }
    handler.getParameterEntity = { context, name in
      XMLPush.state(context)?.pointee.refuseEntity(name)
      return nil
    }
    handler.entityDecl = { context, name, _, _, _, _ in
      XMLPush.state(context)?.pointee.refuseEntity(name)
    }
    handler.unparsedEntityDecl = { context, name, _, _, _ in
      XMLPush.state(context)?.pointee.refuseEntity(name)
    }
    handler.serror = { context, error in
      guard let state = XMLPush.state(context), let error else { return }
      state.pointee.report(error.pointee)
    }
    state = .allocate(capacity: 1)
    guard let parser = xmlCreatePushParserCtxt(&handler, state, nil, 0, nil) else {
      state.deallocate()
      return nil
    }
    self.parser = parser
    state.initialize(
      to: XMLPushState(parser: parser, names: names, placed: placed, limits: limits))
    let options = XML_PARSE_NONET.rawValue | XML_PARSE_HUGE.rawValue
    xmlCtxtUseOptions(parser, Int32(bitPattern: options))
    xmlDictSetLimit(parser.pointee.dict, limits.text)
  }

  deinit {
    if let document = parser.pointee.myDoc { xmlFreeDoc(document) }
    xmlFreeParserCtxt(parser)
    state.deinitialize(count: 1)
    state.deallocate()
  }

  private static func state(
    _ context: UnsafeMutableRawPointer?
  ) -> UnsafeMutablePointer<XMLPushState>? {
    context?.assumingMemoryBound(to: XMLPushState.self)
  }

  /// Parses the next bytes, the last ones where `isLast`; events and failure are then in place.
  func push(_ bytes: UnsafeRawBufferPointer, isLast: Bool) {
    guard state.pointee.failure == nil else { return }
    let base = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
    _ = xmlParseChunk(parser, base, Int32(bytes.count), isLast ? 1 : 0)
    state.pointee.fed += Int64(bytes.count)
    state.pointee.checkBacklog()
    // A text at the end may go on in the next bytes.
    state.pointee.available = state.pointee.events.count - (state.pointee.endsInText ? 1 : 0)
  }

  /// The next event that is whole, nil where more bytes are needed for it.
  @inline(__always)
  func next() -> XMLEvent? {
    let cursor = state.pointee.cursor
    guard cursor < state.pointee.available else { return nil }
    state.pointee.cursor = cursor + 1
    return state.pointee.events[cursor]
  }

  var failure: XMLFailure? { state.pointee.failure }
  var names: RecordNames { state.pointee.names }
  func number(ofName name: String) -> Int32 { state.pointee.names.number(of: name) }
  /// True once the root element has closed.
  var isClosed: Bool { state.pointee.isClosed }
  /// The names of the elements that are open, outermost first.
  var openElements: [Int32] { state.pointee.stack }
  /// True where libxml2 converts the bytes before it parses them.
  var isConverting: Bool { state.pointee.isConverting }

  func attribute(_ index: Int) -> XMLAttribute { state.pointee.attributes[index] }

  /// Appends the bytes of a text to `target`, without white space at its ends.
  func append(_ range: Range<Int>, to target: inout [UInt8]) {
    target.append(contentsOf: state.pointee.arena[range])
  }

  /// Forgets all events but a text at the end that is not yet whole.
  func forgetEvents() { state.pointee.forgetEvents() }

  /// The encoding the document declares, in lower case; nil where it declares none.
  var declaredEncoding: String? {
    guard let text = parser.pointee.encoding ?? parser.pointee.input?.pointee.encoding else {
      return nil
    }
    return String(cString: text).lowercased()
  }
}

/// Why parsing stopped.
struct XMLFailure {
  enum Kind { case notWellFormed, cut, encoding, entity, tooDeep, tooLarge }
  var kind: Kind
  var what: String
  var line: Int32
  /// The elements that were open, outermost first.
  var open: [Int32]
  /// The parser had read all it was given, but for what cannot close an element.
  var isAtEnd: Bool
}

/// What the callbacks write.
private struct XMLPushState {
  let parser: xmlParserCtxtPtr
  var names: RecordNames
  let placed: Set<Int32>
  let limits: XMLLimits

  var events: [XMLEvent] = []
  /// The next event to hand out, and the end of those that are whole.
  var cursor = 0
  var available = 0
  var attributes: [XMLAttribute] = []
  var arena: [UInt8] = []
  var stack: [Int32] = []
  var failure: XMLFailure?
  var isClosed = false
  var endsInText = false
  /// The text that is open consists of white space so far.
  private var isBlank = true
  private var lastOffset: Int64 = 0
  /// Bytes handed to libxml2.
  var fed: Int64 = 0
  /// By the addresses of libxml2's own copies.
  private var elementNumbers = AddressNumbers()
  private var attributeNumbers = AddressNumbers()
  /// libxml2's own copy of a namespace that is no formal one.
  private var otherSpace: UnsafePointer<xmlChar>?

  init(parser: xmlParserCtxtPtr, names: RecordNames, placed: Set<Int32>, limits: XMLLimits) {
    self.parser = parser
    self.names = names
    self.placed = placed
    self.limits = limits
  }

  var isConverting: Bool { parser.pointee.input?.pointee.buf?.pointee.encoder != nil }

  /// True where what is left is too short to close an element (`</a>`).
  private var isAtEndOfInput: Bool {
    guard let input = parser.pointee.input, let current = input.pointee.cur,
      let end = input.pointee.end
    else { return true }
    return end - current < 4
  }

  private var line: Int32 { parser.pointee.input?.pointee.line ?? 0 }

  mutating func start(
    _ name: UnsafePointer<xmlChar>, count: Int,
    _ values: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
  ) {
    guard failure == nil else { return }
    closeText()
    let number = number(of: name)
    stack.append(number)
    let first = attributes.count
    if let values, count > 0 { appendAttributes(count, values) }
    let (offset, line) = tagStart(number)
    events.append(
      XMLEvent(
        kind: .start, name: number, line: line, offset: offset, lower: Int32(first),
        upper: Int32(attributes.count)))
    if stack.count > limits.depth {
      fail(.tooDeep, "elements are nested more than \(limits.depth) levels deep", line)
    }
    if names.texts.count > limits.names {
      fail(.tooLarge, "there are more than \(limits.names) different element names", line)
    }
  }

  mutating func end() {
    guard failure == nil, let number = stack.last else { return }
    closeText()
    let offset = isConverting && !placed.contains(number) ? lastOffset : consumed()
    events.append(
      XMLEvent(kind: .end, name: number, line: line, offset: offset, lower: 0, upper: 0))
    stack.removeLast()
    isClosed = stack.isEmpty
  }

  mutating func text(_ bytes: UnsafeBufferPointer<xmlChar>) {
    guard failure == nil, let number = stack.last else { return }
    if !endsInText {
      endsInText = true
      isBlank = true
      events.append(
        XMLEvent(
          kind: .text, name: number, line: line, offset: lastOffset, lower: Int32(arena.count),
          upper: Int32(arena.count)))
    }
    if isBlank { isBlank = bytes.allSatisfy(Self.isBlank) }
    arena.append(contentsOf: bytes)
    if arena.count - Int(events[events.count - 1].lower) > limits.text {
      fail(.tooLarge, "a text is longer than \(limits.text >> 20) MiB", line)
    }
  }

  /// Ends the open text: drops it where it is blank, else trims it.
  private mutating func closeText() {
    guard endsInText else { return }
    endsInText = false
    let last = events.count - 1
    if limits.keepsWhiteSpace {
      events[last].upper = Int32(arena.count)
      events[last].line = line
      return
    }
    var lower = Int(events[last].lower)
    if isBlank {
      events.removeLast()
      arena.removeSubrange(lower...)
      return
    }
    var upper = arena.count
    while Self.isBlank(arena[upper - 1]) { upper -= 1 }
    while Self.isBlank(arena[lower]) { lower += 1 }
    events[last].lower = Int32(lower)
    events[last].upper = Int32(upper)
    events[last].line = line
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  /// Where it substitutes no entities, libxml2 hands out an ampersand in an attribute as `&#38;`
  /// (xmlParseAttValueInternal), so that a value may be parsed once more; nothing else stands escaped.
  private mutating func unescapeAmpersands(from lower: Int) {
    guard var at = arena[lower...].firstIndex(of: UInt8(ascii: "&")) else { return }
    let escaped = Array("&#38;".utf8)
    // What was read moves forward over what is left out, each byte once.
    var written = at
    while at < arena.count {
      let byte = arena[at]
      arena[written] = byte
      written += 1
      let isEscaped =
        byte == escaped[0] && at + escaped.count <= arena.count
        && arena[at..<(at + escaped.count)].elementsEqual(escaped)
      at += isEscaped ? escaped.count : 1
    }
    arena.removeSubrange(written...)
  }

  private mutating func appendAttributes(
    _ count: Int, _ values: UnsafeMutablePointer<UnsafePointer<xmlChar>?>
  ) {
    for index in 0..<count {
      guard let name = values[5 * index], let start = values[5 * index + 3],
        let end = values[5 * index + 4]
      else { continue }
      if let space = values[5 * index + 2], isFormal(space) { continue }
      let lower = arena.count
      arena.append(contentsOf: UnsafeBufferPointer(start: start, count: end - start))
      unescapeAmpersands(from: lower)
      let number = number(ofAttribute: name)
      attributes.append(
        XMLAttribute(name: number, lower: Int32(lower), upper: Int32(arena.count)))
    }
  }

  mutating func forgetEvents() {
    cursor = 0
    available = 0
    guard endsInText, let last = events.last else {
      events.removeAll(keepingCapacity: true)
      attributes.removeAll(keepingCapacity: true)
      arena.removeAll(keepingCapacity: true)
      return
    }
    guard events.count > 1 || last.lower > 0 else { return }
    arena.removeSubrange(..<Int(last.lower))
    events.removeSubrange(..<(events.count - 1))
    events[0].lower = 0
    attributes.removeAll(keepingCapacity: true)
  }

  // MARK: - names

  @inline(__always)
  private mutating func number(of name: UnsafePointer<xmlChar>) -> Int32 {
    if let known = elementNumbers.number(at: name) { return known }
    let number = names.number(of: String(cString: name))
    elementNumbers.add(number, at: name)
    return number
  }

  private mutating func number(ofAttribute name: UnsafePointer<xmlChar>) -> Int32 {
    if let known = attributeNumbers.number(at: name) { return known }
    let number = names.number(of: "@" + String(cString: name))
    attributeNumbers.add(number, at: name)
    return number
  }

  /// True for the namespace of attributes that say how to read a document, nothing of its content.
  private mutating func isFormal(_ space: UnsafePointer<xmlChar>) -> Bool {
    if space == otherSpace { return false }
    if String(cString: space) == "http://www.w3.org/2001/XMLSchema-instance" { return true }
    otherSpace = space
    return false
  }

  // MARK: - places

  /// Bytes of the source up to where the parser stands.
  private mutating func consumed() -> Int64 {
    guard let input = parser.pointee.input else { return lastOffset }
    if input.pointee.buf?.pointee.encoder == nil {
      lastOffset = Int64(input.pointee.consumed) + Int64(input.pointee.cur - input.pointee.base)
    } else {
      let bytes = xmlByteConsumed(parser)
      if bytes >= 0 { lastOffset = Int64(bytes) }
    }
    return lastOffset
  }

  /// Offset and line of the `<` of the start tag whose end the parser stands at. A tag holds no
  /// other `<`, so that it is the nearest one behind.
  private mutating func tagStart(_ number: Int32) -> (offset: Int64, line: Int32) {
    guard let input = parser.pointee.input, let base = input.pointee.base,
      let current = input.pointee.cur
    else { return (lastOffset, 0) }
    var start = current
    var line = input.pointee.line
    if start > base { start -= 1 }
    while start > base, start.pointee != UInt8(ascii: "<") {
      if start.pointee == 0x0A { line -= 1 }
      start -= 1
    }
    let tag = UnsafeBufferPointer(start: start, count: current - start)
    guard isConverting else { return (consumed() - Int64(tag.count), line) }
    guard placed.contains(number) else { return (lastOffset, line) }
    // An encoding of another width, such as UTF-7, says less of where the tag began.
    return (max(0, consumed() - width(of: tag)), line)
  }

  /// Bytes that a piece of UTF-8 takes in the source's own encoding.
  private func width(of text: UnsafeBufferPointer<UInt8>) -> Int64 {
    var characters = 0
    var supplementary = 0
    for byte in text where byte & 0xC0 != 0x80 {
      characters += 1
      if byte >= 0xF0 { supplementary += 1 }
    }
    guard let name = parser.pointee.input?.pointee.buf?.pointee.encoder?.pointee.name else {
      return Int64(text.count)
    }
    let encoding = String(cString: name)
    if encoding.hasPrefix("UTF-16") { return Int64(2 * (characters + supplementary)) }
    if encoding.hasPrefix("UCS-4") || encoding.hasPrefix("UTF-32") { return Int64(4 * characters) }
    return Int64(characters)
  }

  // MARK: - failures

  private mutating func fail(_ kind: XMLFailure.Kind, _ what: String, _ line: Int32) {
    guard failure == nil else { return }
    failure = XMLFailure(
      kind: kind, what: what, line: line, open: stack, isAtEnd: isAtEndOfInput)
    // A text that breaks off is not handed out.
    if endsInText { arena.removeSubrange(Int(events.removeLast().lower)...) }
    endsInText = false
    xmlStopParser(parser)
  }

  mutating func refuseEntity(_ name: UnsafePointer<xmlChar>?) {
    let text = name.map { String(cString: $0) } ?? ""
    fail(.entity, "the entity &\(text.prefix(40)); is not one of XML's own five", line)
  }

  /// libxml2 reports an error; warnings and breaches of the namespace rules do not stop a reading.
  mutating func report(_ error: xmlError) {
    let isFatal = error.level.rawValue >= XML_ERR_FATAL.rawValue
    guard failure == nil, isFatal, error.domain != Int32(XML_FROM_NAMESPACE.rawValue) else {
      return
    }
    // The first line only: the others quote the bytes.
    let message = error.message.map { String(cString: $0) } ?? "error \(error.code)"
    let what = message.split(separator: "\n").first.map(String.init) ?? message
    let place = error.line > 0 ? error.line : line
    switch UInt32(bitPattern: error.code) {
    case XML_ERR_INVALID_ENCODING.rawValue, XML_ERR_UNSUPPORTED_ENCODING.rawValue,
      XML_ERR_UNKNOWN_ENCODING.rawValue, XML_ERR_ENCODING_NAME.rawValue,
      XML_I18N_CONV_FAILED.rawValue:
      fail(.encoding, what, place)
    case XML_ERR_INVALID_CHAR.rawValue where what.hasPrefix("Input is not proper UTF-8"):
      fail(.encoding, what, place)
    case XML_ERR_UNDECLARED_ENTITY.rawValue: fail(.entity, what, place)
    case XML_ERR_DOCUMENT_END.rawValue where !isClosed && !stack.isEmpty:
      fail(.cut, what, place)
    default: fail(.notWellFormed, what, place)
    }
  }

  /// Stops where libxml2 holds more than one construct may take.
  mutating func checkBacklog() {
    guard failure == nil else { return }
    if fed - consumed() > Int64(limits.text) + (1 << 20) {
      // libxml2 waits for the ; of a reference for as long as there are bytes.
      if parser.pointee.input?.pointee.cur?.pointee == UInt8(ascii: "&") {
        return fail(.notWellFormed, "an & begins no reference", line)
      }
      fail(.tooLarge, "a tag, text or comment is longer than \(limits.text >> 20) MiB", line)
    }
  }
}
