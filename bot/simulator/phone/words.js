/** The sentences of the page, Vietnamese first; `data-say` and `data-label` in index.html name them. */

const WORDS = {
  vi: {
    title: "Bản Tin, dùng thử",
    brand: "Bản Tin",
    intro: "Chương trình thật, chạy với một Telegram mô phỏng ngay trên máy này: không cần mã, không ra mạng.",
    skip: "Tới ô soạn tin", people: "Bạn đang là", member: "Đoàn viên", editor: "Biên tập viên", admin: "Quản trị viên",
    chats: "Trò chuyện", back: "Danh sách trò chuyện", bot: "bot", group: "nhóm", channel: "kênh", unread: "{n} tin chưa đọc",
    controls: "Bảng điều khiển", calls: "Lời gọi Bot API", close: "Đóng", menu: "Menu", commands: "Các lệnh của bot",
    write: "Tin nhắn", send: "Gửi", keyboard: "Bàn phím trả lời", reply: "Trả lời", cancelReply: "Bỏ trả lời",
    start: "BẮT ĐẦU", whatBot: "Bot này làm được gì?", noMessages: "Chưa có tin nhắn nào ở đây.",
    edited: "đã sửa", pinned: "Tin đã ghim", pinnedBy: "{name} đã ghim một tin", newest: "Xuống tin mới nhất", messages: "Tin nhắn trong cuộc trò chuyện",
    spoiler: "Nội dung bị che, bấm để xem", expand: "Mở rộng trích dẫn", collapse: "Thu gọn trích dẫn", copied: "Đã sao chép",
    copy: "Sao chép", photo: "Ảnh", album: "Bộ ảnh", openPhoto: "Xem ảnh lớn", missing: "Không tải được ảnh",
    openLink: "Mở liên kết này?", open: "Mở", cancel: "Hủy", ok: "Đã hiểu", shareTo: "Gửi tới cuộc trò chuyện nào?",
    play: "Phát", pause: "Dừng", unplayable: "Không phát được tệp này", voice: "Tin thoại", audio: "Âm thanh", file: "Tệp",
    poll: "Khảo sát", quiz: "Câu đố", votes: "{n} phiếu", location: "Vị trí", video: "Video", unknown: "Loại tin này chưa vẽ được",
    joined: "{name} đã vào nhóm", left: "{name} đã rời nhóm", nextSlide: "Ảnh sau", previousSlide: "Ảnh trước", slide: "Ảnh {n} trên {all}",
    reconnecting: "đang kết nối lại…", typing: "đang soạn tin…", notSent: "Không gửi được. Thử lại sau.", noAnswer: "Bot chưa trả lời nút này.",
    blockedBar: "Bạn đã chặn bot.", unblock: "Bỏ chặn", block: "Chặn bot", readOnly: "Chỉ quản trị viên đăng bài trong kênh này.",
    clock: "Đồng hồ", morning: "Nhảy tới 07:00", hour: "+1 giờ", faults: "Sự cố", flood: "Telegram trả 429", offline: "Mất mạng 30 giây",
    old: "Máy cũ", oldLong: "Máy cũ (không có tin giàu định dạng)", faultOn: "Đang có sự cố: {what}, còn {n} giây", views: "Lượt xem", ledger: "Sổ giao tin", article: "Bài", readers: "Người đọc",
    noViews: "Chưa ai mở bài nào.", noLedger: "Chưa gửi bản tin nào.", noCalls: "Bấm một nút trong điện thoại, lời gọi sẽ hiện ở đây.",
    onlyErrors: "Chỉ lỗi", clear: "Xóa", ok_call: "được", error_call: "lỗi", theme: "Giao diện: {mode}", auto: "theo máy", light: "sáng", dark: "tối",
    toEnglish: "English", now: "Bây giờ là {when}",
    queued: "Chờ gửi", sending: "Đang gửi", sent: "Đã gửi", delivered: "Đã gửi", uncertain: "Chưa rõ", gone: "Người nhận đã chặn", failed: "Không gửi được", cancelled: "Đã hủy", held: "Giữ lại",
  },
  en: {
    title: "Bản Tin, a demo",
    brand: "Bản Tin",
    intro: "The real program, run against a pretend Telegram on this computer: no token, no network.",
    skip: "To the message field", people: "You are", member: "Member", editor: "Editor", admin: "Administrator",
    chats: "Chats", back: "List of chats", bot: "bot", group: "group", channel: "channel", unread: "{n} unread messages",
    controls: "Controls", calls: "Bot API calls", close: "Close", menu: "Menu", commands: "Commands of the bot",
    write: "Message", send: "Send", keyboard: "Reply keyboard", reply: "Reply", cancelReply: "Cancel the reply",
    start: "START", whatBot: "What can this bot do?", noMessages: "No messages here yet.",
    edited: "edited", pinned: "Pinned message", pinnedBy: "{name} pinned a message", newest: "To the newest message", messages: "Messages of the chat",
    spoiler: "Hidden text, press to show", expand: "Expand the quotation", collapse: "Collapse the quotation", copied: "Copied",
    copy: "Copy", photo: "Photo", album: "Album", openPhoto: "Open the photo", missing: "The photo could not be loaded",
    openLink: "Open this link?", open: "Open", cancel: "Cancel", ok: "OK", shareTo: "Send to which chat?",
    play: "Play", pause: "Pause", unplayable: "This file cannot be played", voice: "Voice message", audio: "Audio", file: "File",
    poll: "Poll", quiz: "Quiz", votes: "{n} votes", location: "Location", video: "Video", unknown: "This kind of message cannot be drawn yet",
    joined: "{name} joined the group", left: "{name} left the group", nextSlide: "Next picture", previousSlide: "Previous picture", slide: "Picture {n} of {all}",
    reconnecting: "reconnecting…", typing: "typing…", notSent: "Not sent. Try again later.", noAnswer: "The bot has not answered this button.",
    blockedBar: "You have blocked the bot.", unblock: "Unblock", block: "Block the bot", readOnly: "Only administrators post in this channel.",
    clock: "Clock", morning: "Jump to 07:00", hour: "+1 hour", faults: "Trouble", flood: "Telegram answers 429", offline: "Offline for 30 seconds",
    old: "Old client", oldLong: "Old client (no rich messages)", faultOn: "Trouble now: {what}, {n} seconds left", views: "Views", ledger: "Delivery ledger", article: "Article", readers: "Readers",
    noViews: "Nobody has opened an article yet.", noLedger: "Nothing has been sent yet.", noCalls: "Press a button on the phone; the calls appear here.",
    onlyErrors: "Errors only", clear: "Clear", ok_call: "ok", error_call: "error", theme: "Appearance: {mode}", auto: "as the system", light: "light", dark: "dark",
    toEnglish: "Tiếng Việt", now: "It is {when}",
    queued: "Queued", sending: "Sending", sent: "Sent", delivered: "Sent", uncertain: "Uncertain", gone: "Blocked by the reader", failed: "Failed", cancelled: "Cancelled", held: "Held",
  },
};

let current = "vi";

/** "vi" or "en". */
export const language = () => current;

/** The sentence under `key`, its {holes} filled from `values`; an unknown key is returned as it is. */
export function say(key, values = {}) {
  const sentence = WORDS[current][key] ?? key;
  return sentence.replace(/\{(\w+)\}/g, (hole, name) => String(values[name] ?? hole));
}

/** Speaks `code` from now on and rewrites what index.html marked. */
export function speak(code) {
  current = code in WORDS ? code : "vi";
  document.documentElement.lang = current;
  document.title = say("title");
  for (const element of document.querySelectorAll("[data-say]")) element.textContent = say(element.dataset.say);
  for (const element of document.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", say(element.dataset.label));
    if (element.hasAttribute("title")) element.title = say(element.dataset.label);
  }
}
