import CurtainCore
import Foundation
import XCTest

/// A detector that a phone brings.
private final class Phone: RegionDetector, @unchecked Sendable {
  let answer: [Detection]?

  init(_ answer: [Detection]?) { self.answer = answer }

  func id() throws -> String { "phone" }

  func detect(job: DetectJob) throws -> [Detection] {
    guard let answer else { throw DetectorError.Failed }
    return answer
  }
}

final class DetectorTests: XCTestCase {
  func testAPhonesBoxesArriveJoined() throws {
    let face = Detection(kind: .face, x: 20, y: 10, width: 40, height: 50, confidence: 0.9)
    let again = Detection(kind: .face, x: 24, y: 12, width: 40, height: 50, confidence: 0.6)
    let report = try inspect(Phone([face, again]))
    let faces = report.regions.filter { $0.kind == .face }
    XCTAssertEqual(faces.map(\.source), [.platform])
    XCTAssertEqual(faces.first.map { [$0.x, $0.y, $0.width, $0.height] }, [20, 10, 44, 52])
  }

  func testADetectorThatThrowsIsListed() throws {
    XCTAssertEqual(try inspect(Phone(nil)).unchecked.map(\.what), ["phone"])
  }

  private func inspect(_ detector: RegionDetector) throws -> PhotoReport {
    let config = CheckerConfig(jurisdiction: nil, locale: .en)
    let review = try Checker.openWith(config: config, detectors: [detector], recognizer: nil).startReview()
    _ = try review.addPhoto(path: Golden.fixtures.appendingPathComponent("clean.png").path)
    return try XCTUnwrap(try review.inspect().report.photos.first)
  }
}
