import ClewRender
import FoundationEssentials
import Testing

struct AnswerTests {
  @Test func jsonKeepsEveryCharacter() throws {
    for text in SampleCharts.nasty + ["\u{0}\u{1F}\u{7F}\u{2028}", "😀𝒳", "", "\r\n\t"] {
      let json = JSON.object([text: .array([.string(text), .null])])
      for written in [json.pretty, json.compact] {
        let read = try JSONDecoder().decode([String: [String?]].self, from: Data(written.utf8))
        #expect(read == [text: [text, nil]])
        #expect(!written.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
      }
      #expect(!json.compact.contains("\n"))
    }
  }

  @Test func jsonShapes() {
    let json = JSON.object([
      "b": 1, "a": .array([]), "o": .object([]), "n": .number("12.50"), "t": true,
      "x": .number("NaN"),
    ])
    #expect(json.compact == #"{"b":1,"a":[],"o":{},"n":12.50,"t":true,"x":"NaN"}"#)
    #expect(
      JSON.object(["a": .array([1, .object(["k": .null])])]).pretty == """
        {
          "a": [
            1,
            {
              "k": null
            }
          ]
        }
        """)
    #expect(["0", "-1", "1e9", "1.5E-3"].allSatisfy(JSON.isNumber))
    #expect(!["01", "+1", "1.", ".5", "", "-", "1e", "0x1", "1 "].contains(where: JSON.isNumber))
  }

  static let answer = Answer(
    json: .object(["results": .array([.object(["id": "P1"]), .object(["id": "P2"])])]),
    tables: [
      Table(
        title: "Owners", columns: [Table.Column("Party"), Table.Column("Share", .right)],
        rows: [["P1 Alpha", "25%"], ["P2 株式会社", "7.5%"]], footer: ["2 owners"])
    ], notes: ["votes are not stated"], records: "results")

  @Test func everyFormat() {
    #expect(render(Self.answer, as: .jsonl) == "{\"id\":\"P1\"}\n{\"id\":\"P2\"}\n")
    #expect(render(Self.answer, as: .json).hasSuffix("  ]\n}\n"))
    #expect(
      render(Self.answer, as: .csv) == "Party,Share\r\nP1 Alpha,25%\r\nP2 株式会社,7.5%\r\n")
    #expect(
      render(Self.answer, as: .table) == """
        Owners
        Party        Share
        ───────────  ─────
        P1 Alpha       25%
        P2 株式会社   7.5%
        2 owners

        Note: votes are not stated

        """)
  }

  @Test func failureShape() {
    #expect(
      Answer.failure(code: "c", what: "w", place: "p", next: "n").compact
        == #"{"error":{"code":"c","what":"w","where":"p","next":"n"}}"#)
  }
}

struct TableTests {
  static let wide = Table(
    columns: [
      Table.Column("Id"), Table.Column("What the record says"), Table.Column("Sum", .right),
    ],
    rows: [
      [
        Table.Cell("T1", .id), Table.Cell("a payment with a long reference that has to be wrapped"),
        Table.Cell("1,000.00"),
      ]
    ])

  @Test func wrapsInsteadOfCutting() {
    let text = Self.wide.text(for: Terminal(width: 40))
    let lines = text.split(separator: "\n")
    #expect(lines.allSatisfy { CharacterCells.cells(of: $0) <= 40 })
    for word in "a payment with a long reference that has to be wrapped".split(separator: " ") {
      #expect(text.contains(word))
    }
  }

  @Test func tooNarrowForColumnsBecomesRecords() {
    let text = Self.wide.text(for: Terminal(width: 22))
    #expect(text.hasPrefix("Id                    T1\n"))
    #expect(text.contains("Sum                   1,000.00\n"))
  }

  @Test func coloursOnlyWhenAsked() {
    #expect(!Self.wide.text(for: Terminal(width: 80)).contains("\u{1B}"))
    #expect(
      Self.wide.text(for: Terminal(width: 80, colour: true)).contains("\u{1B}[36mT1\u{1B}[0m"))
  }

  @Test func nothingOfASourceDrivesTheTerminal() {
    let table = Table(
      columns: [Table.Column("Name")], rows: SampleCharts.nasty.map { [Table.Cell($0)] })
    let text = table.text(for: .plain)
    let hidden = text.unicodeScalars.filter { $0.value < 0x20 && $0 != "\n" }
    #expect(hidden.isEmpty)
    #expect(!text.unicodeScalars.contains("\u{202E}"))
  }

  @Test func cellsOfStrangeText() {
    #expect(CharacterCells.cells(of: "abc") == 3)
    #expect(CharacterCells.cells(of: "株式") == 4)
    #expect(CharacterCells.cells(of: "e\u{301}") == 1)
    #expect(CharacterCells.cells(of: "👩‍👩‍👧") == 2)
    #expect(CharacterCells.cells(of: "\u{200B}") == 0)
  }

  @Test func csvIsReadBackAndNeutral() {
    let texts =
      SampleCharts.nasty + ["+1", "-1+cmd|' /C calc'!A0", "@x", "\t=1", "\r=2", " =3", ""]
    let table = Table(
      columns: [Table.Column("a"), Table.Column("n", .right)],
      rows: texts.map { [Table.Cell($0), "-12.50"] })
    let rows = Self.parse(CSVTable.text(table))
    #expect(rows.count == texts.count + 1)
    for (text, row) in zip(texts, rows.dropFirst()) {
      #expect(row.count == 2)
      #expect(row[0] == text || row[0] == "'" + text)
      if let first = row[0].first { #expect(!"=+-@\t\r".contains(first)) }
      #expect(row[1] == "-12.50")
    }
  }

  /// RFC 4180 read by the book.
  static func parse(_ text: String) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var field = String.UnicodeScalarView()
    var quoted = false
    var scalars = Array(text.unicodeScalars)[...]
    while let scalar = scalars.popFirst() {
      switch scalar {
      case "\"" where quoted && scalars.first == "\"": field.append(scalars.removeFirst())
      case "\"": quoted.toggle()
      case "," where !quoted:
        row.append(String(field))
        field = .init()
      case "\r" where !quoted: break
      case "\n" where !quoted:
        rows.append(row + [String(field)])
        (row, field) = ([], .init())
      default: field.append(scalar)
      }
    }
    return rows
  }
}
