import Testing

@testable import ClewIngest

@Suite struct OpenElementsTests {
  @Test func closesWhatIsOpen() {
    #expect(OpenElements.closing("<a><b/><c x='>'><d>t</d>") == "</c></a>")
    #expect(OpenElements.closing("<?xml version=\"1.0\"?><n:a xmlns:n=\"u\">\n") == "</n:a>")
    #expect(
      OpenElements.closing("<!DOCTYPE a [<!ELEMENT a ANY>]><a><!-- <b> --><![CDATA[<c>]]>")
        == "</a>")
    #expect(OpenElements.closing("<a\n\tx='1'\n><b >") == "</b></a>")
    #expect(OpenElements.closing("") == "")
  }

  @Test func refusesTextThatEndsInsideSomething() {
    for text in ["<a", "<a><!-- ", "<a><![CDATA[ ]", "<a x='", "<?xml", "</a>", "<"] {
      #expect(OpenElements.closing(text) == nil, "\(text)")
    }
  }
}
