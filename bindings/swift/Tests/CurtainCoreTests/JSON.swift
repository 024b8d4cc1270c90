/// A JSON value, so that what the core answers can be compared with what a golden file says.
enum JSON: Equatable, Sendable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSON])
  case object([String: JSON])

  subscript(key: String) -> JSON? {
    if case .object(let members) = self { members[key] } else { nil }
  }

  var string: String? {
    if case .string(let value) = self { value } else { nil }
  }

  /// Where `actual` departs from `self`. Every member that `self` names is compared; members it leaves out are not.
  func differences(from actual: JSON?, at path: String = "") -> [String] {
    switch (self, actual) {
    case (.object(let wanted), .object(let found)):
      wanted.keys.sorted().flatMap { key in
        (wanted[key] ?? .null).differences(from: found[key], at: "\(path)/\(key)")
      }
    case (.array(let wanted), .array(let found)) where wanted.count == found.count:
      zip(wanted, found).enumerated().flatMap { index, pair in
        pair.0.differences(from: pair.1, at: "\(path)/\(index)")
      }
    case (.number(let wanted), .number(let found)) where abs(wanted - found) <= 1e-6 * max(1, abs(wanted)):
      []
    default:
      self == actual ? [] : ["\(path): wanted \(brief), found \(actual?.brief ?? "nothing")"]
    }
  }
}

extension JSON: Decodable {
  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([JSON].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSON].self))
    }
  }
}

extension JSON: CustomStringConvertible {
  /// Short enough to read in a list of differences.
  private var brief: String {
    switch self {
    case .array(let values) where !values.isEmpty:
      "\(values.count) of [\(values.map { $0["rule"]?.string ?? $0["tag"]?.string ?? "\($0)" }.joined(separator: ", "))]"
    default: description
    }
  }

  var description: String {
    switch self {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .number(let value): "\(value)"
    case .string(let value): "\"\(value)\""
    case .array(let values): "[\(values.map(\.description).joined(separator: ", "))]"
    case .object(let members):
      "{\(members.keys.sorted().map { "\($0): \(members[$0] ?? .null)" }.joined(separator: ", "))}"
    }
  }
}
