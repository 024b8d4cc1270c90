import SwiftUI

/// How to use Curtain, and what it does not do.
struct HowToView: View {
  private struct Line: Identifiable {
    let id: String
    let text: LocalizedStringKey
    let symbol: String
  }

  private let steps = [
    Line(id: "share", text: "howto.share", symbol: "square.and.arrow.up"),
    Line(id: "look", text: "howto.look", symbol: "list.bullet"),
    Line(id: "send", text: "howto.send", symbol: "paperplane"),
  ]

  private let promises = [
    Line(id: "offline", text: "promise.offline", symbol: "wifi.slash"),
    Line(id: "original", text: "promise.original", symbol: "photo"),
    Line(id: "limits", text: "promise.limits", symbol: "eye"),
  ]

  /// Whether something is remembered that can be forgotten.
  @State private var remembers = SharedFolder.remembersNotRelevant

  var body: some View {
    NavigationStack {
      List {
        Section("howto.title") { lines(steps) }
        Section("promise.title") { lines(promises) }
        Section {
          NavigationLink("kinds.title") { PhotoKindsView() }
        }
        if remembers {
          Section {
            Button("memory.forget", role: .destructive) {
              SharedFolder.forgetNotRelevant()
              remembers = SharedFolder.remembersNotRelevant
            }
          } footer: {
            Text("memory.what")
          }
        }
      }
      .navigationTitle(Text(verbatim: "Curtain"))
    }
  }

  private func lines(_ lines: [Line]) -> some View {
    ForEach(lines) { line in
      Label {
        Text(line.text)
      } icon: {
        Image(systemName: line.symbol).accessibilityHidden(true)
      }
      .padding(.vertical, 4)
    }
  }
}
