/// Everything CurtainKit says. Titles and buttons of the UIKit layer are in its own string catalogue.
enum Phrase: CaseIterable, Sendable {
  case verdictClear, verdictAdvise, verdictUnchecked, verdictWarn, verdictBlock
  case severityAdvise, severityWarn, severityBlock
  case spottedNone, spottedOne, spottedMany
  case whereInCaption, whereWholeCaption, whereInPhoto
  case crowdOne, crowdSome, crowdHundreds, crowdThousands
  case photoTitle, photoNothingHidden
  case groupPlace, groupTime, groupDevice, groupPerson, groupSoftware, groupHiddenPictures, groupOther
  case meansPlace, meansTime, meansDevice, meansPerson, meansSoftware, meansHiddenPictures, meansOther
  case notCheckedInPhoto, notCheckedItem
  case whatPhoto, whatMetadata, whatFaces, whatScreens, whatText, whatCodes
  case whyNoDetector, whyUnsupported, whyMalformed, whyLimit, whyIO, whyVerification, whyInside
  case whyUnreadable, whyKind
  case removedNone, removedOne, removedMany
  case pixelsIdentical, pixelsCovered, pixelsSavedAgain, proved
  case photoLeftOut, itemLeftOut, incomplete
  case failedNothing, failedInside

  var forms: Forms {
    switch self {
    case .verdictClear:
      Forms(
        "Nothing spotted. You still know things we cannot see.",
        "沒有發現問題。但有些事只有你知道，我們看不到。",
        "没有发现问题。但有些事只有你知道，我们看不到。")
    case .verdictAdvise:
      Forms("Something to think about before you share.", "分享前，可以再想一想。", "分享前，可以再想一想。")
    case .verdictUnchecked:
      Forms(
        "Part of this could not be checked. Look at it yourself before you share.",
        "有些部分無法檢查，分享前請自己再看一次。",
        "有些部分无法检查，分享前请自己再看一遍。")
    case .verdictWarn: Forms("Look at this again before you share.", "分享前，請再看一次。", "分享前，请再看一遍。")
    case .verdictBlock: Forms("Do not share this as it stands.", "請不要就這樣分享。", "请不要就这样分享。")

    case .severityAdvise: Forms("Tip", "提醒", "提醒")
    case .severityWarn: Forms("Look again", "再看一次", "再看一遍")
    case .severityBlock: Forms("Do not share", "請勿分享", "请勿分享")

    case .spottedNone: Forms("Nothing spotted.", "沒有發現問題。", "没有发现问题。")
    case .spottedOne: Forms("1 thing spotted.", "發現 1 個問題。", "发现 1 个问题。")
    case .spottedMany: Forms("{0} things spotted.", "發現 {0} 個問題。", "发现 {0} 个问题。")

    case .whereInCaption: Forms("In the caption: “{0}”", "文字中：「{0}」", "文字中：“{0}”")
    case .whereWholeCaption: Forms("The whole caption", "整段文字", "整段文字")
    case .whereInPhoto: Forms("In photo {0}", "第 {0} 張照片", "第 {0} 张照片")

    case .crowdOne:
      Forms(
        "Together, these details point to about one person.",
        "這些細節合起來，大約只剩一個人符合。",
        "这些细节合起来，大约只剩一个人符合。")
    case .crowdSome:
      Forms(
        "Together, these details fit about {0} people.",
        "這些細節合起來，大約有 {0} 人符合。",
        "这些细节合起来，大约有 {0} 人符合。")
    case .crowdHundreds:
      Forms(
        "Together, these details fit some hundreds of people.",
        "這些細節合起來，大約有數百人符合。",
        "这些细节合起来，大约有数百人符合。")
    case .crowdThousands:
      Forms(
        "Together, these details fit thousands of people.",
        "這些細節合起來，有數千人以上符合。",
        "这些细节合起来，有数千人以上符合。")

    case .photoTitle: Forms("Photo {0} of {1}", "第 {0} 張照片，共 {1} 張", "第 {0} 张照片，共 {1} 张")
    case .photoNothingHidden:
      Forms("Nothing hidden spotted in this file.", "這個檔案裡沒有發現隱藏資料。", "这个文件里没有发现隐藏数据。")

    case .groupPlace: Forms("Place", "地點", "地点")
    case .groupTime: Forms("Time", "時間", "时间")
    case .groupDevice: Forms("Device", "裝置", "设备")
    case .groupPerson: Forms("Person", "人名與備註", "人名与备注")
    case .groupSoftware: Forms("Software", "軟體", "软件")
    case .groupHiddenPictures: Forms("Hidden pictures", "隱藏的影像", "隐藏的影像")
    case .groupOther: Forms("Other", "其他", "其他")

    case .meansPlace: Forms("Shows where the photo was taken.", "會透露拍攝地點。", "会透露拍摄地点。")
    case .meansTime: Forms("Shows when the photo was taken.", "會透露拍攝時間。", "会透露拍摄时间。")
    case .meansDevice:
      Forms("Can tie your photos to one phone or camera.", "可以認出是哪一支手機或相機拍的。", "可以认出是哪一部手机或相机拍的。")
    case .meansPerson: Forms("Holds a name or a note about someone.", "含有姓名或關於某人的備註。", "含有姓名或关于某人的备注。")
    case .meansSoftware: Forms("Shows which apps made or changed it.", "會透露用過哪些應用程式。", "会透露用过哪些应用。")
    case .meansHiddenPictures:
      Forms("Another picture or a video is stored inside the file.", "檔案裡還藏著別的影像或影片。", "文件里还藏着别的图像或视频。")
    case .meansOther: Forms("Other data that travels with the file.", "隨檔案一起送出的其他資料。", "随文件一起发出的其他数据。")

    case .notCheckedInPhoto:
      Forms("Not checked: {1} in photo {0} ({2})", "未檢查：第 {0} 張照片的{1}（{2}）", "未检查：第 {0} 张照片的{1}（{2}）")
    case .notCheckedItem: Forms("Not checked: item {0} ({1})", "未檢查：第 {0} 個項目（{1}）", "未检查：第 {0} 个项目（{1}）")

    case .whatPhoto: Forms("everything", "全部內容", "全部内容")
    case .whatMetadata: Forms("hidden data", "隱藏資料", "隐藏数据")
    case .whatFaces: Forms("faces", "人臉", "人脸")
    case .whatScreens: Forms("screens and boards", "螢幕與白板", "屏幕与白板")
    case .whatText: Forms("text in the picture", "畫面中的文字", "画面中的文字")
    case .whatCodes: Forms("barcodes", "條碼", "条码")

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

    case .removedNone: Forms("Nothing hidden had to be removed.", "沒有需要移除的隱藏資料。", "没有需要移除的隐藏数据。")
    case .removedOne: Forms("1 hidden detail removed.", "已移除 1 項隱藏資料。", "已移除 1 项隐藏数据。")
    case .removedMany: Forms("{0} hidden details removed.", "已移除 {0} 項隱藏資料。", "已移除 {0} 项隐藏数据。")

    case .pixelsIdentical: Forms("The picture itself is unchanged.", "畫面完全不變。", "画面完全不变。")
    case .pixelsCovered:
      Forms("The picture is unchanged outside the covered parts.", "遮蓋以外的畫面不變。", "遮盖以外的画面不变。")
    case .pixelsSavedAgain:
      Forms("The picture was saved again and may look slightly different.", "圖片已重新儲存，可能略有不同。", "图片已重新保存，可能略有不同。")
    case .proved: Forms("The copy was opened again and checked.", "已重新打開檔案並確認。", "已重新打开文件并确认。")

    case .photoLeftOut: Forms("Photo {0} is left out: {1}.", "第 {0} 張照片未包含：{1}。", "第 {0} 张照片未包含：{1}。")
    case .itemLeftOut: Forms("Item {0} is left out: {1}.", "第 {0} 個項目未包含：{1}。", "第 {0} 个项目未包含：{1}。")
    case .incomplete:
      Forms("Not everything you shared can be sent on.", "你分享的內容無法全部送出。", "你分享的内容无法全部发出。")

    case .failedNothing:
      Forms("There is nothing to check in this share.", "這次分享沒有可檢查的內容。", "这次分享没有可检查的内容。")
    case .failedInside:
      Forms(
        "Curtain could not check this, and has sent nothing ({0}).",
        "Curtain 無法檢查，也沒有送出任何內容（{0}）。",
        "Curtain 无法检查，也没有发出任何内容（{0}）。")
    }
  }
}
