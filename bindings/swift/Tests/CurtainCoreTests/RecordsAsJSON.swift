import CurtainCore

// The records in the spelling of the core's JSON: enum cases in kebab-case, locales and jurisdictions as the law writes
// them.

extension JSON {
  static func optional(_ value: String?) -> JSON { value.map(JSON.string) ?? .null }

  static func strings(_ values: [String]) -> JSON { .array(values.map(JSON.string)) }

  /// An enum case without values: `hiddenImage` is `hidden-image`.
  static func name(of value: Any) -> JSON {
    let swift = String(describing: value)
    return .string(swift.reduce(into: "") { $0 += $1.isUppercase ? "-" + $1.lowercased() : String($1) })
  }
}

extension TextSpan {
  var json: JSON {
    .object(["start": .number(Double(start)), "end": .number(Double(end)), "text": .string(text)])
  }
}

extension Edit {
  var json: JSON {
    .object(["label": .string(label), "span": span.json, "replacement": .string(replacement)])
  }
}

extension MetadataItem {
  var json: JSON {
    var fields: [String: JSON] = [
      "group": .string(group), "tag": .string(tag), "kind": .name(of: kind), "value": .string(value),
    ]
    // Left out when it is false, as in the golden files.
    if kept { fields["kept"] = .bool(true) }
    return .object(fields)
  }
}

extension Finding {
  var json: JSON {
    var fields: [String: JSON] = [
      "rule": .string(rule),
      "category": .string(category),
      "severity": .name(of: severity),
      // Two decimals, as in the golden files: each language has its own kind of float.
      "confidence": .number((Double(confidence) * 100).rounded() / 100),
      "span": span?.json ?? .null,
      "message": .string(message),
      "authority": .strings(authority),
      "edits": .array(edits.map(\.json)),
      "metadata": .array(metadata.map(\.json)),
    ]
    if learned { fields["learned"] = .bool(true) }
    return .object(fields)
  }
}

extension Region {
  /// Without the confidence: each language has its own kind of float.
  var json: JSON {
    .object([
      "kind": .name(of: kind),
      "x": .number(Double(x)),
      "y": .number(Double(y)),
      "width": .number(Double(width)),
      "height": .number(Double(height)),
      "source": .name(of: source),
    ])
  }
}

extension CaptionReport {
  func json(verdict: Verdict) -> JSON {
    .object([
      "verdict": .name(of: verdict),
      "language": language.json,
      "findings": .array(findings.map(\.json)),
      "suggestion": .optional(suggestion),
    ])
  }
}

extension PhotoReport {
  /// What a golden photo case compares; findings by rule only.
  func json(verdict: Verdict, clean: JSON) -> JSON {
    .object([
      "verdict": .name(of: verdict),
      "format": .name(of: format),
      "width": .number(Double(width)),
      "height": .number(Double(height)),
      "orientation": .number(Double(orientation)),
      "metadata": .array(metadata.map(\.json)),
      "findings": .strings(findings.map(\.rule)),
      "regions": .array(regions.map(\.json)),
      "looked_for": .strings(lookedFor),
      "unchecked": .array(unchecked.map { .object(["what": .string($0.what), "why": .string($0.why)]) }),
      "clean": clean,
    ])
  }
}

extension Language {
  var json: JSON {
    switch self {
    case .zhHant: .string("zh-Hant")
    case .zhHans: .string("zh-Hans")
    case .en, .mixed, .other: .name(of: self)
    }
  }
}

extension Locale {
  init?(json: JSON?) {
    switch json?.string {
    case "en": self = .en
    case "zh-Hant": self = .zhHant
    case "zh-Hans": self = .zhHans
    default: return nil
    }
  }
}

extension Jurisdiction {
  init?(json: JSON?) {
    let all: [Jurisdiction] = [.uk, .us, .hk, .tw, .cn, .sg, .au, .ca]
    guard let found = all.first(where: { String(describing: $0).uppercased() == json?.string }) else { return nil }
    self = found
  }
}
