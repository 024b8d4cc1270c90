import Foundation

/// One form in which a shared item can be had.
public struct Offer: Sendable, Equatable {
  public enum Kind: Sendable, Equatable {
    case image
    case text
    case link
    case other
  }

  /// The uniform type identifier, such as `public.jpeg`.
  public let type: String
  public let kind: Kind

  public init(type: String, kind: Kind) {
    self.type = type
    self.kind = kind
  }
}

/// One thing that came with the share, whoever hands it over: on iPhone an `NSItemProvider`.
public protocol SharedItem: Sendable {
  /// Every form it can be had in, the sender's best first.
  var offers: [Offer] { get }

  /// Copies the file form to `place`, which does not exist yet. The sender's own file is never written to.
  func copyFile(_ offer: Offer, to place: URL) async throws

  /// The bytes of a form that exists only in memory, such as a fresh screenshot.
  func data(_ offer: Offer) async throws -> Data

  /// The text of a text or link form.
  func text(_ offer: Offer) async throws -> String
}
