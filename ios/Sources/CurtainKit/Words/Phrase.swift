/// Everything CurtainKit says. Titles and buttons of the UIKit layer are in its own string catalogue.
enum Phrase: CaseIterable, Sendable {
  case verdictClear, verdictAdvise, verdictUnchecked, verdictWarn, verdictBlock
  case severityAdvise, severityWarn, severityBlock
  case spottedNone, spottedOne, spottedMany
  case whereInCaption, whereWholeCaption, whereInPhoto
  case crowdOne, crowdSome, crowdHundreds, crowdThousands
  case photoTitle, photoNothingHidden
  case coverBox
  case regionFace, regionScreen, regionBoard, regionPaper, regionBadge, regionWristband, regionCode, regionText
  case regionOther
  case atTopLeft, atTop, atTopRight, atLeft, atMiddle, atRight, atBottomLeft, atBottom, atBottomRight
  case groupPlace, groupTime, groupDevice, groupPerson, groupSoftware, groupHiddenPictures, groupOther
  case meansPlace, meansTime, meansDevice, meansPerson, meansSoftware, meansHiddenPictures, meansOther
  case notCheckedInPhoto, notCheckedItem
  case whatPhoto, whatMetadata, whatFaces, whatScreens, whatBoards, whatPapers, whatBadges, whatWristbands
  case whatText, whatCodes
  case kindFaces, kindScreens, kindBoards, kindPapers, kindBadges, kindWristbands, kindCodes, kindText
  case whyNoDetector, whyUnsupported, whyMalformed, whyLimit, whyIO, whyVerification, whyInside
  case whyUnreadable, whyKind, whySwitchedOff
  case removedNone, removedOne, removedMany
  case pixelsIdentical, pixelsCovered, pixelsSavedAgain, proved
  case photoLeftOut, itemLeftOut, incomplete
  case failedNothing, failedInside

  var forms: Forms {
    switch self {
    case .verdictClear:
      Forms("Nothing spotted. You still know things we cannot see.", "未發現問題。有些事只有你知道，我們看不到。", "未发现问题。有些事只有你知道，我们看不到。")
    case .verdictAdvise: Forms("A small tip before you share", "分享前的小提示", "分享前的小提示")
    case .verdictUnchecked: Forms("Some of this could not be checked", "有些內容未能檢查", "有些内容未能检查")
    case .verdictWarn: Forms("Think before you share this", "分享前請三思", "分享前请三思")
    case .verdictBlock: Forms("Do not share this as it is", "請勿就這樣分享", "请勿就这样分享")

    case .severityAdvise: Forms("Tip", "提示", "提示")
    case .severityWarn: Forms("Think twice", "請三思", "请三思")
    case .severityBlock: Forms("Do not share", "請勿分享", "请勿分享")

    case .spottedNone: Forms("Nothing spotted.", "未發現問題。", "未发现问题。")
    case .spottedOne: Forms("1 thing spotted.", "發現 1 個問題。", "发现 1 个问题。")
    case .spottedMany: Forms("{0} things spotted.", "發現 {0} 個問題。", "发现 {0} 个问题。")

    case .whereInCaption: Forms("In the caption: “{0}”", "文字中：「{0}」", "文字中：“{0}”")
    case .whereWholeCaption: Forms("The whole caption", "整段文字", "整段文字")
    case .whereInPhoto: Forms("In photo {0}", "相片 {0}", "照片 {0}")

    case .crowdOne: Forms("These details may fit one person only.", "這些細節可能只符合一個人。", "这些细节可能只符合一个人。")
    case .crowdSome: Forms("These details may fit about {0} people.", "這些細節可能符合大約 {0} 人。", "这些细节可能符合大约 {0} 人。")
    case .crowdHundreds: Forms("These details may fit hundreds of people.", "這些細節可能符合大約數百人。", "这些细节可能符合大约数百人。")
    case .crowdThousands: Forms("These details may fit thousands of people.", "這些細節可能符合大約數千人。", "这些细节可能符合大约数千人。")

    case .photoTitle: Forms("Photo {0} of {1}", "相片 {0}，共 {1} 張", "照片 {0}，共 {1} 张")
    case .photoNothingHidden: Forms("No hidden details found in this file.", "沒有在這個檔案中發現隱藏資料。", "没有在这个文件中发现隐藏信息。")

    case .coverBox: Forms("{0} · {1}, {2}", "第 {0} 個：{1}，{2}", "第 {0} 个：{1}，{2}")
    case .regionFace: Forms("Face", "面孔", "面孔")
    case .regionScreen: Forms("Screen", "螢幕", "屏幕")
    case .regionBoard: Forms("Board", "白板", "白板")
    case .regionPaper: Forms("Paper", "文件", "文件")
    case .regionBadge: Forms("Badge", "名牌", "胸牌")
    case .regionWristband: Forms("Wristband", "手圈", "腕带")
    case .regionCode: Forms("Code", "條碼", "条码")
    case .regionText: Forms("Writing", "文字", "文字")
    case .regionOther: Forms("Your box", "你畫的框", "你画的框")
    case .atTopLeft: Forms("top left", "左上", "左上")
    case .atTop: Forms("top", "上方", "上方")
    case .atTopRight: Forms("top right", "右上", "右上")
    case .atLeft: Forms("left", "左邊", "左边")
    case .atMiddle: Forms("middle", "中間", "中间")
    case .atRight: Forms("right", "右邊", "右边")
    case .atBottomLeft: Forms("bottom left", "左下", "左下")
    case .atBottom: Forms("bottom", "下方", "下方")
    case .atBottomRight: Forms("bottom right", "右下", "右下")

    case .groupPlace: Forms("Place", "地點", "地点")
    case .groupTime: Forms("Time", "時間", "时间")
    case .groupDevice: Forms("Device", "裝置", "设备")
    case .groupPerson: Forms("Person", "人物", "人物")
    case .groupSoftware: Forms("Software", "軟件", "软件")
    case .groupHiddenPictures: Forms("Hidden pictures", "隱藏圖片", "隐藏图片")
    case .groupOther: Forms("Other", "其他", "其他")

    case .meansPlace: Forms("Where it was taken", "在哪裡拍攝", "在哪里拍摄")
    case .meansTime: Forms("When it was taken", "何時拍攝", "何时拍摄")
    case .meansDevice: Forms("Which camera or phone took it", "用哪部相機或手機拍攝", "用哪部相机或手机拍摄")
    case .meansPerson: Forms("Names or contacts", "姓名或聯絡方式", "姓名或联系方式")
    case .meansSoftware: Forms("Apps that changed it", "修改過它的應用程式", "修改过它的应用")
    case .meansHiddenPictures: Forms("Copies of the picture, perhaps uncropped", "圖片的副本，可能未經裁剪", "图片的副本，可能未经裁剪")
    case .meansOther: Forms("Other notes inside the file", "檔案中的其他資料", "文件中的其他信息")

    case .notCheckedInPhoto:
      Forms("Not checked: {1} in photo {0} ({2})", "未檢查：相片 {0} 的{1}（{2}）", "未检查：照片 {0} 的{1}（{2}）")
    case .notCheckedItem: Forms("Not checked: item {0} ({1})", "未檢查：項目 {0}（{1}）", "未检查：项目 {0}（{1}）")

    case .whatPhoto: Forms("everything", "全部內容", "全部内容")
    case .whatMetadata: Forms("hidden details", "隱藏資料", "隐藏信息")
    case .whatFaces: Forms("faces", "面孔", "面孔")
    case .whatScreens: Forms("screens", "螢幕", "屏幕")
    case .whatBoards: Forms("boards", "白板", "白板")
    case .whatPapers: Forms("papers", "紙本文件", "纸质文件")
    case .whatBadges: Forms("badges", "名牌", "胸牌")
    case .whatWristbands: Forms("wristbands", "手圈", "腕带")
    case .whatText: Forms("text in the picture", "畫面中的文字", "画面中的文字")
    case .whatCodes: Forms("barcodes", "條碼", "条码")

    case .kindFaces: Forms("Faces", "面孔", "面孔")
    case .kindScreens: Forms("Lit screens", "亮著的螢幕", "亮着的屏幕")
    case .kindBoards: Forms("Whiteboards", "白板", "白板")
    case .kindPapers: Forms("Papers", "紙本文件", "纸质文件")
    case .kindBadges: Forms("Badges", "名牌", "胸牌")
    case .kindWristbands: Forms("Wristbands", "手圈", "腕带")
    case .kindCodes: Forms("Bar codes and QR codes", "條碼和 QR 碼", "条码和二维码")
    case .kindText: Forms("Writing", "文字", "文字")

    case .whyNoDetector: Forms("Curtain cannot look for this yet", "Curtain 還不會檢查這個", "Curtain 还不会检查这个")
    case .whyUnsupported:
      Forms("this kind of file cannot be handled yet", "還不能處理這種檔案", "还不能处理这种文件")
    case .whyMalformed: Forms("the file is damaged or incomplete", "檔案損壞或不完整", "文件损坏或不完整")
    case .whyLimit: Forms("it is too large", "檔案太大", "文件太大")
    case .whyIO: Forms("the file could not be read or written", "檔案無法讀寫", "文件无法读写")
    case .whyVerification:
      Forms("the cleaned copy could not be proved clean", "無法確認清理後的檔案已清乾淨", "无法确认清理后的文件已清干净")
    case .whyInside: Forms("something went wrong inside Curtain", "Curtain 內部發生錯誤", "Curtain 内部出错")
    case .whyUnreadable: Forms("it could not be read", "無法讀取", "无法读取")
    case .whyKind: Forms("Curtain checks only pictures and text", "Curtain 只檢查圖片和文字", "Curtain 只检查图片和文字")
    case .whySwitchedOff: Forms("you switched this off", "你已關掉這一項", "你已关掉这一项")

    case .removedNone: Forms("No hidden details had to be removed.", "沒有需要移除的隱藏資料。", "没有需要移除的隐藏信息。")
    case .removedOne: Forms("1 hidden detail removed.", "已移除 1 項隱藏資料。", "已移除 1 项隐藏信息。")
    case .removedMany: Forms("{0} hidden details removed.", "已移除 {0} 項隱藏資料。", "已移除 {0} 项隐藏信息。")

    case .pixelsIdentical: Forms("The picture itself is unchanged.", "畫面完全不變。", "画面完全不变。")
    case .pixelsCovered:
      Forms("The picture is unchanged outside the covered parts.", "遮蓋以外的畫面不變。", "遮盖以外的画面不变。")
    case .pixelsSavedAgain:
      Forms("The picture was saved again and may look slightly different.", "圖片已重新儲存，可能略有不同。", "图片已重新保存，可能略有不同。")
    case .proved: Forms("The copy was opened again and checked.", "已重新打開檔案並確認。", "已重新打开文件并确认。")

    case .photoLeftOut: Forms("Photo {0} will not be sent: {1}.", "相片 {0} 不會送出：{1}。", "照片 {0} 不会发送：{1}。")
    case .itemLeftOut: Forms("Item {0} will not be sent: {1}.", "項目 {0} 不會送出：{1}。", "项目 {0} 不会发送：{1}。")
    case .incomplete: Forms("Not everything can be sent.", "未能送出全部內容。", "未能发送全部内容。")

    case .failedNothing: Forms("Nothing arrived that can be checked.", "沒有收到可以檢查的內容。", "没有收到可以检查的内容。")
    case .failedInside:
      Forms(
        "Curtain could not check this, and has sent nothing ({0}).",
        "Curtain 無法檢查，也沒有送出任何內容（{0}）。",
        "Curtain 无法检查，也没有发出任何内容（{0}）。")
    }
  }
}
