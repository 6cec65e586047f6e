import ClewMatch
import Testing

@Suite struct EmailKeyTests {
  @Test(arguments: [
    ("Info@Example.ORG", "info@example.org"), (" mailto:a.b@example.org. ", "a.b@example.org"),
    ("<x@example.org>", "x@example.org"), ("a@b", ""), ("a@@b.c", ""), ("@b.c", ""),
    ("a b@c.d", ""), ("not an address", ""), ("", ""),
  ])
  func key(address: String, expected: String) {
    #expect(EmailKey.key(address) == expected)
  }
}
