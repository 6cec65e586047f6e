import ClewModel

/// What `clew ingest` is asked to do.
package struct IngestRequest: Sendable {
  package var paths: [String]
  package var format: String?
  package var profilePath: String?
  /// The sheet of workbooks, nil for the first.
  package var sheet: String?
  package var set: String?
  package var asOf: Day?
  package var handling: String?
  package var grade: String?
  package var replaces: String?
  package var archive: Bool
  package var strict: Bool
  package var salvage: Bool
  package var dryRun: Bool

  package init(
    paths: [String], format: String? = nil, profilePath: String? = nil, sheet: String? = nil,
    set: String? = nil,
    asOf: Day? = nil, handling: String? = nil, grade: String? = nil, replaces: String? = nil,
    archive: Bool = false, strict: Bool = false, salvage: Bool = false, dryRun: Bool = false
  ) {
    self.paths = paths
    self.format = format
    self.profilePath = profilePath
    self.sheet = sheet
    self.set = set
    self.asOf = asOf
    self.handling = handling
    self.grade = grade
    self.replaces = replaces
    self.archive = archive
    self.strict = strict
    self.salvage = salvage
    self.dryRun = dryRun
  }
}
