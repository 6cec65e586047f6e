/// E-mail addresses reduced to what mail systems treat as one mailbox.
package enum EmailKey {
  /// The address in lower case, without `mailto:`, brackets around it and a final dot.
  ///
  /// Nothing is dropped inside: `a.b@x` and `ab@x` are one mailbox at some providers only.
  /// - Returns: empty where the text is no address: not exactly one `@` with text on both sides, no
  ///   dot in the domain, or a blank inside.
  package static func key(_ address: String) -> String {
    var text = address.lowercased()[...]
    while let first = text.first, first.isWhitespace || first == "<" || first == "(" {
      text = text.dropFirst()
    }
    if text.hasPrefix("mailto:") { text = text.dropFirst(7) }
    while let last = text.last, last.isWhitespace || ">).;,".contains(last) {
      text = text.dropLast()
    }
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, parts[1].contains("."), !parts[1].hasPrefix("."),
      !text.contains(where: \.isWhitespace)
    else { return "" }
    return String(text)
  }
}
