import CurtainKit
import SwiftUI

@main
struct CurtainApp: App {
  var body: some Scene {
    WindowGroup {
      HowToView()
        .task {
          // What an ended extension left behind.
          ReviewFolder.sweep(SharedFolder.reviews)
        }
    }
  }
}
