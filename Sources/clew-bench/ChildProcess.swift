import Glibc

/// One whole process, measured from outside: wall time, processor time, peak memory.
struct ChildProcess {
  var seconds: Double
  var cpuSeconds: Double
  /// Peak resident memory in bytes.
  var peakBytes: Int
  var status: Int32

  /// Runs a program to its end; output goes to /dev/null unless `output` names a file.
  static func run(
    _ arguments: [String], environment: [String: String] = [:], output: String = "/dev/null"
  ) throws -> ChildProcess {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    var argv: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    for (name, value) in environment { setenv(name, value, 1) }
    defer { for pointer in argv { free(pointer) } }
    var pid: pid_t = 0
    let begin = now()
    let failure = posix_spawnp(&pid, arguments[0], &actions, nil, &argv, environ)
    guard failure == 0 else { throw BenchError("cannot start \(arguments[0])") }
    var status: Int32 = 0
    var usage = rusage()
    wait4(pid, &status, 0, &usage)
    let seconds = now() - begin
    let cpu =
      Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
      + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
    return ChildProcess(
      seconds: seconds, cpuSeconds: cpu, peakBytes: Int(usage.ru_maxrss) * 1024, status: status)
  }

  /// Seconds on the monotonic clock.
  static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

/// A folder that is gone after the body.
func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
  var template = Array((base + "/clew-bench-XXXXXX").utf8CString)
  guard mkdtemp(&template) != nil else { throw BenchError("cannot make a folder in \(base)") }
  let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  defer { _ = try? ChildProcess.run(["rm", "-rf", folder]) }
  return try body(folder)
}
