import ClewModel

/// A dossier as one self-contained page: no script, no request to anywhere, charts inline.
extension Dossier {
  /// - Throws: `badChart` when a picture is not well-formed SVG or refers to something outside.
  package func html() throws(RenderError) -> String {
    var out = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    out += "<meta http-equiv=\"Content-Security-Policy\""
    out += " content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
    out += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    out += "<title>\(ShownText.xml(title))</title>\n<style>\n\(Self.style)</style>\n</head>\n<body>\n"
    let caveat = handling.map { ShownText.xml($0) }
    if let caveat { out += "<p class=\"caveat top\" dir=\"auto\">\(caveat)</p>\n" }
    out += "<header>\n<h1 dir=\"auto\">\(ShownText.xml(title))</h1>\n"
    for line in opening { out += "<p class=\"quiet\" dir=\"auto\">\(ShownText.xml(line))</p>\n" }
    out += "</header>\n"
    if sections.count > 1 {
      out += "<nav aria-label=\"Contents\">\n<ol>\n"
      for (index, section) in sections.enumerated() {
        let name = ShownText.xml(section.title)
        out += "<li><a href=\"#s\(index + 1)\" dir=\"auto\">\(name)</a></li>\n"
      }
      out += "</ol>\n</nav>\n"
    }
    out += "<main>\n"
    for (index, section) in sections.enumerated() {
      let id = "s\(index + 1)"
      out += "<section aria-labelledby=\"\(id)\">\n"
      out += "<h2 id=\"\(id)\" dir=\"auto\">\(ShownText.xml(section.title))</h2>\n"
      for block in section.blocks { out += try Self.html(of: block) }
      out += "</section>\n"
    }
    out += "</main>\n<footer>\n<p class=\"quiet\">As of \(asOf) · revision \(revision)"
    out += " · made by Clew</p>\n</footer>\n"
    if let caveat { out += "<p class=\"caveat bottom\" dir=\"auto\">\(caveat)</p>\n" }
    return out + "</body>\n</html>\n"
  }

  private static func html(of block: Block) throws(RenderError) -> String {
    switch block {
    case .heading(let text): return "<h3 dir=\"auto\">\(lines(text))</h3>\n"
    case .paragraph(let text): return "<p dir=\"auto\">\(lines(text))</p>\n"
    case .list(let items):
      let list = items.map { "<li dir=\"auto\">\(lines($0))</li>\n" }.joined()
      return "<ul>\n\(list)</ul>\n"
    case .chart(let picture):
      if let problem = SVGCheck.problem(in: picture.svg) {
        throw RenderError(
          .badChart, what: "The picture is not sound SVG: \(problem)", place: picture.file,
          next: "This is a defect of Clew: please report it with the command.")
      }
      var out = "<figure>\n<div class=\"paper\" tabindex=\"0\" role=\"region\""
      out += " aria-label=\"\(ShownText.xml(picture.caption))\">\n\(picture.svg)</div>\n"
      out += "<figcaption dir=\"auto\">\(lines(picture.caption))</figcaption>\n"
      if !picture.words.isEmpty {
        out += "<details><summary>The chart in words</summary>\n"
        out += "<p dir=\"auto\">\(lines(picture.words))</p></details>\n"
      }
      return out + "</figure>\n"
    case .table, .facts, .evidence, .sources:
      return block.asTable.map(html) ?? ""
    }
  }

  private static func html(of table: Table) -> String {
    var out = "<div class=\"scroll\" tabindex=\"0\" role=\"region\""
    out += " aria-label=\"\(ShownText.xml(table.title ?? "Table"))\">\n<table>\n"
    if let title = table.title { out += "<caption dir=\"auto\">\(lines(title))</caption>\n" }
    out += "<thead>\n<tr>"
    for column in table.columns {
      let side = column.alignment == .right ? " class=\"figure\"" : ""
      out += "<th scope=\"col\"\(side) dir=\"auto\">\(lines(column.name))</th>"
    }
    out += "</tr>\n</thead>\n<tbody>\n"
    for row in table.rows {
      out += "<tr>"
      for index in table.columns.indices {
        let cell = table.cell(row, index)
        var kinds = table.columns[index].alignment == .right ? ["figure"] : []
        if cell.tone != .plain { kinds.append(cell.tone.rawValue) }
        let style = kinds.isEmpty ? "" : " class=\"\(kinds.joined(separator: " "))\""
        out += "<td\(style) dir=\"auto\">\(lines(cell.text))</td>"
      }
      out += "</tr>\n"
    }
    out += "</tbody>\n</table>\n"
    for line in table.footer { out += "<p class=\"quiet\" dir=\"auto\">\(lines(line))</p>\n" }
    return out + "</div>\n"
  }

  /// Text with its line feeds kept.
  private static func lines(_ text: String) -> String {
    ShownText.xml(text).split(separator: "\n", omittingEmptySubsequences: false)
      .joined(separator: "<br>")
  }

  private static let style = """
    :root { color-scheme: light dark; --ink: #1b232c; --soft: #55606b; --rule: #d3d8dd;
      --ground: #ffffff; --band: #f4f6f8; --alarm: #8c1d18; --id: #1565a7; --good: #0b6b50;
      --warning: #7a4a00; }
    @media (prefers-color-scheme: dark) { :root { --ink: #e6eaee; --soft: #a3adb7;
      --rule: #3a434c; --ground: #14191e; --band: #1d242b; --alarm: #ff8a80; --id: #7cc0ff;
      --good: #6fd3b0; --warning: #ffc766; } }
    * { box-sizing: border-box; }
    body { margin: 0 auto; padding: 1rem 1.5rem 3rem; max-width: 75rem; background: var(--ground);
      color: var(--ink); font: 16px/1.5 Helvetica, Arial, "Liberation Sans", "DejaVu Sans",
      sans-serif; }
    h1 { font-size: 1.8rem; margin: 1rem 0 .3rem; line-height: 1.2; }
    h2 { font-size: 1.35rem; margin: 2.2rem 0 .6rem; border-bottom: 1px solid var(--rule); }
    h3 { font-size: 1.1rem; margin: 1.4rem 0 .4rem; }
    p { max-width: 46rem; margin: .4rem 0; overflow-wrap: anywhere; }
    a { color: var(--id); }
    .quiet { color: var(--soft); font-size: .9rem; }
    .caveat { max-width: none; border: 1px solid currentColor; text-align: center;
      font-weight: bold; padding: .25rem; }
    .scroll, .paper { overflow-x: auto; margin: .8rem 0; }
    table { border-collapse: collapse; width: 100%; font-size: .9rem; }
    caption { text-align: start; font-weight: bold; padding: .3rem 0; }
    th, td { text-align: start; vertical-align: top; padding: .35rem .6rem;
      border-bottom: 1px solid var(--rule); overflow-wrap: anywhere; }
    th { background: var(--band); }
    .figure { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
    td.id { color: var(--id); white-space: nowrap; } td.good { color: var(--good); }
    td.warning { color: var(--warning); } td.alarm { color: var(--alarm); font-weight: bold; }
    td.quiet { color: var(--soft); }
    figure { margin: 1rem 0; break-inside: avoid; }
    .paper { background: #ffffff; border: 1px solid var(--rule); text-align: center; }
    .paper svg { max-width: 100%; height: auto; }
    figcaption { color: var(--soft); font-size: .9rem; }
    @media print {
      @page { size: A4; margin: 20mm 14mm; }
      :root { --ink: #000000; --soft: #444444; --rule: #bbbbbb; --ground: #ffffff;
        --band: #f0f0f0; --alarm: #8c1d18; --id: #000000; --good: #000000; --warning: #000000; }
      body { max-width: none; padding: 0; font-size: 10pt; }
      .caveat { position: fixed; left: 0; right: 0; margin: 0; background: #ffffff; }
      .caveat.top { top: -14mm; } .caveat.bottom { bottom: -14mm; }
      h2, h3, caption { break-after: avoid; } tr { break-inside: avoid; }
      thead { display: table-header-group; } .scroll, .paper { overflow: visible; }
      nav { display: none; }
    }

    """
}
