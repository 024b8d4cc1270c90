import CurtainCore
import Foundation

extension Highlight {
  /// The stretches of `caption` to mark, the most serious last so that it is painted on top. A span that does not stand
  /// where it says is left unmarked; its row stays in the list.
  static func all(in caption: String, findings: [Finding]) -> [Highlight] {
    findings.enumerated()
      .compactMap { row, finding in
        guard let range = finding.span?.range(in: caption), !range.isEmpty else { return nil }
        return Highlight(range: NSRange(range, in: caption), severity: finding.severity, row: row)
      }
      .sorted { ($0.severity.rank, $0.range.location) < ($1.severity.rank, $1.range.location) }
  }
}
