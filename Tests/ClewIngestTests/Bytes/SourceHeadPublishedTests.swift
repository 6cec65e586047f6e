import Testing

@testable import ClewIngest

@Suite struct SourceHeadPublishedTests {
  @Test(arguments: [
    "<list a='x'\r\n made='2020-01-02'>", "<list made=\" 2020-01-02 \">",
    "<x:list xmlns:x=\"urn:x\" made=\"2020-01-02\" made2='y'/>",
  ])
  func attributesAreFoundInEitherQuotes(_ text: String) {
    #expect(SourceHead(bytes: Array(text.utf8)).text(ofAttribute: "made") == "2020-01-02")
  }

  @Test(arguments: [
    "<list><made> 2020-01-02\n</made></list>", "<p:list><p:made>2020-01-02</p:made>",
    "<list><remade>x</remade><made>2020-01-02",
  ])
  func elementsAreFoundWithAnyPrefix(_ text: String) {
    #expect(SourceHead(bytes: Array(text.utf8)).text(ofElement: "made") == "2020-01-02")
  }

  @Test func whatIsNotThereIsNil() {
    let head = SourceHead(bytes: Array("<list made=2020><remade>x</remade>".utf8))
    #expect(head.text(ofAttribute: "made") == nil && head.text(ofElement: "made") == nil)
  }
}
