import Glibc

/// What a run of the built command left behind.
struct Run {
  var status: Int32
  var output: String
  var errors: String
}

/// A folder of its own for one test, with the built `clew` run inside it.
final class Bench {
  let folder: String

  init() {
    var template = Array("/tmp/clew-test-XXXXXX".utf8CString)
    precondition(mkdtemp(&template) != nil, "a temporary folder can be made")
    folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { _ = try? spawn(["rm", "-rf", folder], in: "/", input: nil, environment: [:]) }

  /// The folder of the built products: the test bundle lies in it.
  static let products: String = {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink("/proc/self/exe", &buffer, 4096)
    let path = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/")
  }()

  /// The root of the package, from the place of this file.
  static let root: String = {
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
      .joined(separator: "/")
  }()

  /// Runs `clew` with the casefile `case.clew` of this folder, as on 2026-06-30, by "tester".
  @discardableResult
  func clew(
    _ arguments: String..., input: String? = nil, environment: [String: String] = [:]
  ) throws -> Run {
    try run(["\(Self.products)/clew"] + arguments, input: input, environment: environment)
  }

  func run(
    _ arguments: [String], input: String? = nil, environment: [String: String] = [:]
  ) throws -> Run {
    var all = [
      "PATH": getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin", "HOME": folder,
      "CLEW_TODAY": "2026-06-30", "CLEW_USER": "tester",
    ]
    all.merge(environment) { _, new in new }
    return try spawn(arguments, in: folder, input: input, environment: all)
  }

  /// Writes a file below the folder, with the folders on its way.
  func write(_ text: String, to name: String) { write(Array(text.utf8), to: name) }

  func write(_ bytes: [UInt8], to name: String) {
    var parent = folder
    for part in name.split(separator: "/").dropLast() {
      parent += "/\(part)"
      mkdir(parent, 0o755)
    }
    let file = fopen("\(folder)/\(name)", "w")!
    _ = bytes.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
    fclose(file)
  }

  func read(_ name: String) -> String? {
    contents(of: name.hasPrefix("/") ? name : "\(folder)/\(name)").map {
      String(decoding: $0, as: UTF8.self)
    }
  }
}

/// The bytes of a file, nil where there is none.
func contents(of path: String) -> [UInt8]? {
  guard let file = fopen(path, "r") else { return nil }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 << 16)
  while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
    bytes += buffer[..<count]
  }
  return bytes
}

struct SpawnFailure: Error {}

/// Runs a program to its end with its streams in files, so that no pipe can fill up.
func spawn(
  _ arguments: [String], in folder: String, input: String?, environment: [String: String]
) throws -> Run {
  let id = UInt64.random(in: 0...UInt64.max)
  let base = "/tmp/clew-run-\(id)"
  defer { for suffix in ["in", "out", "err"] { unlink("\(base).\(suffix)") } }
  let file = fopen("\(base).in", "w")!
  fputs(input ?? "", file)
  fclose(file)
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  posix_spawn_file_actions_addopen(&actions, 0, "\(base).in", O_RDONLY, 0)
  posix_spawn_file_actions_addopen(&actions, 1, "\(base).out", O_WRONLY | O_CREAT, 0o600)
  posix_spawn_file_actions_addopen(&actions, 2, "\(base).err", O_WRONLY | O_CREAT, 0o600)
  let command = ["env", "-C", folder] + arguments
  let argv: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
  let envp: [UnsafeMutablePointer<CChar>?] =
    environment.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") } + [nil]
  defer { for pointer in argv + envp { free(pointer) } }
  var pid: pid_t = 0
  guard posix_spawnp(&pid, command[0], &actions, nil, argv, envp) == 0 else {
    throw SpawnFailure()
  }
  var status: Int32 = 0
  while waitpid(pid, &status, 0) == -1 && errno == EINTR {}
  let code = status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
  return Run(
    status: code,
    output: String(decoding: contents(of: "\(base).out") ?? [], as: UTF8.self),
    errors: String(decoding: contents(of: "\(base).err") ?? [], as: UTF8.self))
}
