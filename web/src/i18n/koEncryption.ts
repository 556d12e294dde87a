/** What is said about encrypted chats and their keys. */
export const encryption = {
  elsewhere: "이 브라우저의 다른 창에서 봉수를 사용하고 있습니다.",
  here: "이 창에서 사용하기",
  title: "암호화",
  standing: {
    unknown: "암호화 상태를 확인하는 중…",
    off: "이 기기에서 아직 암호화를 사용하지 않습니다. 필요할 때 자동으로 켜집니다.",
    none: "아직 복구 키가 없습니다. 복구 키가 없으면 암호화된 대화를 이 기기에서만 읽을 수 있습니다.",
    unverified: "내 기기인지 아직 확인하지 않았습니다. 이전의 암호화된 메시지를 읽을 수 없습니다.",
    "no-backup": "내 기기로 확인되었지만, 대화의 키가 백업되지 않았습니다.",
    ready: "내 기기로 확인되었고, 암호화된 대화의 키가 백업되어 있습니다.",
  },
  notice: {
    off: "암호화를 켜는 중입니다.",
    none: "다른 기기에서도 이 대화를 읽으려면 복구 키를 만들어 주세요.",
    unverified: "내 기기인지 아직 확인하지 않았습니다.",
    "no-backup": "이 대화의 키가 이 기기에만 있습니다.",
  },
  toSettings: "설정 열기",
  start: "암호화 켜기",
  failed: "요청을 처리하지 못했습니다. 인터넷 연결을 확인하고 다시 시도해 주세요.",
  make: "복구 키 만들기",
  makeHint:
    "복구 키가 있으면 이 기기를 잃어버려도 다른 기기에서 암호화된 대화를 읽을 수 있습니다. 복구 키는 서버에도 없고 나만 가집니다.",
  replaces: "지금의 복구 키는 더 이상 쓸 수 없고, 다른 기기도 다시 확인해야 합니다.",
  passwordHint: "키를 바꾸려면 비밀번호가 필요합니다.",
  making: "만드는 중…",
  makeNow: "만들기",
  key: "복구 키",
  keyHint:
    "지금 한 번만 보입니다. 이 기기를 잃어버려도 찾을 수 있는 곳에 보관해 주세요. 종이나 비밀번호 앱이 좋습니다.",
  file: (id: string, key: string) => `봉수 복구 키: ${id}\n\n${key}\n`,
  fileName: "봉수-복구-키.txt",
  download: "파일로 저장",
  copied: "복사됨",
  typeEnd: (count: number) => `적어 두었다면 마지막 ${count}글자를 입력해 주세요`,
  keptCopy: "복사한 복구 키를 안전한 곳에 붙여 넣었습니다.",
  keptFile: "저장한 파일을 안전한 곳에 보관했습니다.",
  done: "완료",
  replace: "복구 키 새로 만들기",
  compare: "내 다른 기기로 확인하기",
  restore: "복구 키 입력",
  restoreHint: "보관해 둔 복구 키를 입력해 주세요. 띄어쓰기는 상관없습니다.",
  wrongKey: "복구 키가 맞지 않습니다. 글자를 하나씩 확인해 주세요. 대문자와 소문자를 구별합니다.",
  restoring: "키를 가져오는 중…",
  restoreNow: "이전 메시지 읽기",
  restored: (count: number) => `이 기기를 확인했고, 키 ${count}개를 가져왔습니다.`,
  choose: "종단간 암호화 대화",
  chooseHint:
    "참여자만 읽을 수 있습니다. 서버도 읽지 못하므로 전체 검색에는 나오지 않고, 나중에 되돌릴 수 없습니다. 나중에 찾아볼 업무 자료에는 사용하지 마세요.",
  on: "종단간 암호화",
  notSearched: "암호화된 대화는 빠져 있습니다. 그 대화를 열고 ‘대화 검색’에서 찾아 주세요.",
  searchedHere: "서버는 이 대화를 읽지 못하므로, 이 기기가 메시지를 하나씩 열어 보며 찾습니다.",
  looked: (count: number, unreadable: number, hasMore: boolean) =>
    `${hasMore ? `최근 메시지 ${count}개를` : `메시지 ${count}개를 모두`} 살펴보았습니다.` +
    (unreadable > 0 ? ` 그중 ${unreadable}개는 이 기기에서 읽을 수 없어 빠졌습니다.` : ""),
  lookFurther: "더 이전 메시지에서 찾기",
  identityChanged: (name: string) =>
    `${name}님의 보안 키가 바뀌었습니다. 기기를 바꿨을 때 생기는 일이지만, 의심스러우면 전화로 확인해 주세요.`,
  acceptIdentity: "확인",
  why: {
    noKey: "이 기기에 이 메시지의 키가 없습니다. 보낸 사람이 다시 접속하면 받을 수 있습니다.",
    before: "이 기기를 쓰기 전에 온 메시지입니다. 복구 키를 입력하면 읽을 수 있습니다.",
    notJoined: "참여하기 전의 메시지입니다.",
    withheld: "보낸 사람이 이 기기에서 읽지 못하게 했습니다. 설정에서 이 기기를 확인해 주세요.",
    broken: "손상되었거나 보낸 사람을 믿을 수 없는 메시지여서 표시하지 않습니다.",
  },
  doubts: {
    unsigned: "보낸 사람이 자기 것이라고 확인하지 않은 기기에서 보냈습니다",
    unknown: "알 수 없거나 삭제된 기기에서 보냈습니다",
    clear: "암호화되지 않은 메시지입니다",
    mismatch: "다른 사람의 기기에서 보낸 메시지일 수 있습니다",
    changed: "확인한 뒤에 보낸 사람의 보안 키가 바뀌었습니다",
  },
};

/** What is said while two devices, or two people, compare pictures. */
export const verification = {
  title: (whom?: string) => (whom === undefined ? "내 다른 기기 확인" : `${whom}님 확인`),
  asked: (whom?: string) =>
    whom === undefined ? "내 다른 기기에서 그림 비교를 요청했습니다." : `${whom}님이 그림 비교를 요청했습니다.`,
  accept: "비교하기",
  refuse: "나중에",
  waiting: (whom?: string) => (whom === undefined ? "내 다른 기기를 기다리는 중…" : `${whom}님을 기다리는 중…`),
  compare: (whom?: string) =>
    `${whom === undefined ? "다른 기기" : `${whom}님의 화면`}에도 같은 그림이 같은 순서로 보이나요? 옆에서 보거나 전화로 물어보세요.`,
  signs: "비교할 그림",
  same: "같습니다",
  different: "다릅니다",
  done: (whom?: string) => (whom === undefined ? "내 다른 기기를 확인했습니다." : `${whom}님을 확인했습니다.`),
  cancelled: "확인하지 못했습니다. 그림이 달랐다면 누군가 엿보고 있을 수 있습니다. 아니라면 다시 시도해 주세요.",
  ask: "본인 확인하기(그림 비교)",
  verified: "본인 확인을 마친 사람입니다.",
  notYet: "확인하지 못했습니다. 상대가 아직 복구 키를 만들지 않았거나, 지금 접속해 있지 않습니다.",
};
