import CurtainKit
import SwiftUI

/// A switch for each kind of thing that photos are checked for.
struct PhotoKindsView: View {
  private let kinds = PhotoKinds(
    memory: SharedFolder.memory, language: ScreenLanguage(preferred: Bundle.main.preferredLocalizations))

  @State private var rows: [PhotoKinds.Row] = []
  @State private var failed = false

  var body: some View {
    List {
      Section {
        ForEach(rows) { row in
          Toggle(row.title, isOn: binding(row)).frame(minHeight: 44)
        }
      } footer: {
        Text("kinds.note")
      }
    }
    .navigationTitle("kinds.title")
    .navigationBarTitleDisplayMode(.inline)
    .alert("kinds.failed", isPresented: $failed) {}
    .task { await show { try await kinds.rows() } }
  }

  private func binding(_ row: PhotoKinds.Row) -> Binding<Bool> {
    Binding {
      row.isOn
    } set: { on in
      Task { await show { try await kinds.set(row, on) } }
    }
  }

  /// Shows what the core remembers; a switch that could not be kept goes back by itself.
  private func show(_ rows: () async throws -> [PhotoKinds.Row]) async {
    do {
      self.rows = try await rows()
    } catch {
      failed = true
    }
  }
}
