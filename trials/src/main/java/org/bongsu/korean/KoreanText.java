package org.bongsu.korean;

import java.util.Random;

/**
 * Generates messages as in a Korean messenger: short answers, ordinary sentences, sometimes long
 * ones. The same seed gives the same texts. No text needs escaping in JSON.
 */
public final class KoreanText {
  private static final String[] SHORT = {
    "네",
    "네네",
    "넵!",
    "ㅋㅋㅋㅋ",
    "ㅎㅎ 좋아요",
    "알겠습니다",
    "감사합니다",
    "응 알았어",
    "지금 가는 중",
    "어디야?",
    "잠시만요",
    "확인했습니다",
    "고마워~",
    "오늘은 힘들 것 같아",
    "이따 봐요",
    "도착했어요",
    "생일 축하해!!",
    "수고하셨습니다",
    "ㅠㅠ 아쉽다",
    "그럼 내일 보자",
    "저도요",
    "밥 먹었어?",
    "괜찮아요",
    "진짜?",
    "아직이요",
    "곧 전화할게"
  };
  private static final String[] WHEN = {
    "오늘",
    "내일",
    "모레",
    "이번 주말에",
    "다음 주 월요일에",
    "금요일 저녁에",
    "아까",
    "방금",
    "오전 열 시에",
    "점심 먹고",
    "퇴근하고 나서",
    "회의 끝나면",
    "수업 마치고",
    "새벽에",
    "추석 연휴에",
    "7시 반쯤",
    "비 오기 전에",
    "잠들기 전에",
    "출근길에",
    "집에 가는 길에"
  };
  private static final String[] WHO = {
    "제가", "우리가", "엄마가", "아빠가", "민수 씨가", "지은이랑", "부장님께서", "팀원들이", "선생님이", "친구들이랑", "동생이", "할머니께서",
    "기사님이", "사장님이", "이웃집에서", "총무가", "회장님이", "막내가", "거래처에서", "담당자가"
  };
  private static final String[] WHERE = {
    "강남역 3번 출구에서",
    "판교 사무실에서",
    "학교 앞 카페에서",
    "광화문 근처에서",
    "회사 1층 로비에서",
    "부산역에서",
    "한강 공원에서",
    "집 앞 마트에서",
    "제주 공항에서",
    "동네 도서관에서",
    "수원 시청 앞에서",
    "시장 골목에서",
    "버스 정류장에서",
    "병원 접수처에서",
    "체육관에서",
    "온라인 회의방에서"
  };
  private static final String[] WHAT = {
    "보고서를", "사진을", "택배를", "김치찌개를", "회의 자료를", "기차표를", "모임 장소를", "견적서를", "아이들 숙제를", "생일 케이크를",
    "계약서 초안을", "운동화를", "발표 순서를", "병원 예약을", "여행 일정을", "회비를", "동영상을", "참석자 명단을", "영수증을", "예전 대화를",
    "주소를", "선물을"
  };
  private static final String[] DOES = {
    "보내 드릴게요",
    "확인해 주세요",
    "같이 먹기로 했어요",
    "다시 정리하고 있어",
    "찾아봤는데 없더라고요",
    "미리 예약해 뒀습니다",
    "올려 두었으니 봐 주세요",
    "준비하면 될까요?",
    "나눠 주기로 했대",
    "챙겨 올 수 있어?",
    "한 번 더 살펴보겠습니다",
    "가지고 오라고 하셨어",
    "바꾸는 게 좋겠어요",
    "잃어버린 것 같아 ㅠㅠ",
    "받았는지 물어보네요",
    "맡겨 놓았대요",
    "고르느라 늦었어요 죄송합니다",
    "벌써 끝냈다니 대단하다",
    "정하지 못해서 투표로 하려고요",
    "기다리고 있을게요"
  };
  private static final String[] TAIL = {
    "늦으면 먼저 시작하세요",
    "혹시 못 오시는 분은 말씀해 주세요",
    "주차는 뒤쪽이 편해요",
    "비가 온다니까 우산 챙기시고요",
    "비밀번호는 따로 알려 드릴게요",
    "지난번처럼 저녁은 제가 살게요",
    "자세한 건 만나서 얘기하자",
    "궁금한 점 있으면 언제든 물어보세요",
    "다들 조심히 들어가세요",
    "사진은 나중에 한꺼번에 올릴게요"
  };

  private final Random random;

  public KoreanText(long seed) {
    random = new Random(seed);
  }

  /** The next message: a fifth are short answers, a fifth run over two sentences. */
  public String next() {
    int draw = random.nextInt(10);
    if (draw < 2) {
      return one(SHORT);
    }
    String sentence = sentence();
    return draw < 8 ? sentence : sentence + ". " + one(TAIL);
  }

  /** A message of exactly {@code count} Hangul syllables, plus spaces and punctuation. */
  public String ofSyllables(int count) {
    StringBuilder text = new StringBuilder();
    int left = count;
    while (left > 0) {
      String sentence = text.isEmpty() ? sentence() : " " + sentence();
      for (int i = 0; i < sentence.length() && left > 0; i++) {
        char c = sentence.charAt(i);
        text.append(c);
        if (isSyllable(c)) {
          left--;
        }
      }
    }
    return text.toString();
  }

  public static boolean isSyllable(char c) {
    return c >= '\uAC00' && c <= '\uD7A3';
  }

  private String sentence() {
    StringBuilder text = new StringBuilder();
    if (random.nextInt(3) > 0) {
      text.append(one(WHEN)).append(' ');
    }
    if (random.nextInt(3) > 0) {
      text.append(one(WHO)).append(' ');
    }
    if (random.nextInt(2) > 0) {
      text.append(one(WHERE)).append(' ');
    }
    return text.append(one(WHAT)).append(' ').append(one(DOES)).toString();
  }

  private String one(String[] words) {
    return words[random.nextInt(words.length)];
  }
}
