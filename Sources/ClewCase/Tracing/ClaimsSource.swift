import ClewIngest

/// A claims file as it was given.
struct ClaimsSource {
  let path: String
  let text: String
  let digest: String
  let file: ClaimsFile

  init(path: String) throws {
    let bytes = try WholeFile.read(path)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure(
        code: "claims", what: "The claims file is no UTF-8 text.", place: path,
        next: "Save it as UTF-8.")
    }
    self.path = path
    self.text = text
    digest = ClaimsFile.digest(of: text)
    do {
      file = try ClaimsFile(yaml: text)
    } catch {
      throw Failure(
        code: error.code.rawValue, what: error.what,
        place: error.place.isEmpty ? path : "\(path), \(error.place)", next: error.next)
    }
  }
}
