/** What one finds things with. */

export const emoji = {
  title: "이모지",
  search: "이모지 검색",
  none: "검색 결과가 없습니다.",
  recent: "최근 사용",
  groupsLabel: "이모지 종류",
  groups: {
    0: "표정과 감정",
    1: "사람과 몸",
    3: "동물과 자연",
    4: "음식",
    5: "여행과 장소",
    6: "활동",
    7: "사물",
    8: "기호",
    9: "깃발",
  },
  tone: "피부색",
  tones: ["기본", "밝은 피부", "조금 밝은 피부", "중간 피부", "조금 어두운 피부", "어두운 피부"],
};

export const switcher = {
  title: "채팅방·친구 검색",
  search: "이름이나 초성으로 검색",
};

export const shortcuts = {
  title: "단축키",
  switcher: "채팅방·친구 검색",
  close: "열린 창이나 답장을 안쪽부터 닫기",
  edit: "마지막에 보낸 메시지 수정",
  send: "메시지 보내기",
  newLine: "줄 바꾸기",
  mention: "멘션하기",
  photos: "이전·다음 사진",
  zoom: "사진 확대 · 축소 · 원래 크기",
  help: "단축키 보기",
  touch: "휴대폰에서는 메시지를 왼쪽으로 밀면 답장하고, 길게 누르면 메뉴가 열립니다.",
};

export const drawer = {
  title: "사진 · 파일 · 링크",
  photos: "사진·동영상",
  files: "파일",
  links: "링크",
  none: {
    photos: "주고받은 사진과 동영상이 없습니다.",
    files: "주고받은 파일이 없습니다.",
    links: "주고받은 링크가 없습니다.",
  },
  show: "대화에서 보기",
};
