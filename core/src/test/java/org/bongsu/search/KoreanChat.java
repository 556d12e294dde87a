package org.bongsu.search;

import java.util.Random;

/** Generates Korean chat messages: nouns with particles, sometimes a rare name. */
final class KoreanChat {
  private static final String[] NOUNS =
      ("회의 자료 내일 오늘 점심 저녁 회사 학교 친구 가족 사진 파일 봉수 서울 대구 부산 서울대 메시지 전화 약속 시간 장소 버스 지하철 택시 기사 손님 주문"
              + " 배송 결제 은행 계좌 이름 번호 주소 날씨 비 눈 바람 커피 우유 물 밥 고기 김치 국 영화 음악 노래 책 공부 시험 숙제 선생님 학생 부모님 동생"
              + " 언니 오빠 형 누나 생일 선물 여행 비행기 호텔 바다 산 강 공원 운동 축구 야구 농구 병원 약 의사 간호사 건강 아침 주말 월요일 화요일 수요일"
              + " 목요일 금요일 토요일 일요일 프로젝트 일정 보고서 발표 회식 출근 퇴근 휴가 월급 컴퓨터 노트북 핸드폰 인터넷 게임 뉴스 문제 해결 방법 이유"
              + " 결과 생각 마음 사랑 행복 걱정 화재 복구 서버 데이터 센터 백업 장애")
          .split(" ");
  private static final String[] PARTICLES =
      "이 가 을 를 은 는 에 에서 으로 로 와 과 도 만 까지 부터 의 한테 이랑 ".split(" ", -1);
  private static final String[] OTHERS =
      ("갔어요 봤어 먹었어요 할게요 합니다 해요 했는데 있어요 없어요 좋아요 좋네 보내줘 보냈습니다 확인했습니다 부탁드립니다 알겠습니다 어때 어디야 언제"
              + " 와요 올게요 늦을 것 같아요 미안해 고마워요 괜찮아요 그래요 그런데 그리고 그래서 정말 진짜 너무 조금 많이 빨리 천천히 같이 다시 아직 벌써"
              + " 이제 ㅋㅋㅋ ㅎㅎ ㅠㅠ 네 넵 응")
          .split(" ");

  private final Random random;

  KoreanChat(long seed) {
    this.random = new Random(seed);
  }

  /** A message of about the given number of syllables. */
  String message(int syllables) {
    StringBuilder text = new StringBuilder();
    for (int said = 0; said < syllables; ) {
      String word = word();
      text.append(text.isEmpty() ? "" : " ").append(word);
      said += word.length();
    }
    return text.toString();
  }

  private String word() {
    if (random.nextInt(3) == 0) {
      return OTHERS[random.nextInt(OTHERS.length)];
    }
    double common = Math.abs(random.nextGaussian()) / 3;
    String noun = NOUNS[(int) Math.min(NOUNS.length - 1, common * NOUNS.length)];
    String before = random.nextInt(4) == 0 ? NOUNS[random.nextInt(NOUNS.length)] : "";
    String rare = random.nextInt(25) == 0 ? "" + syllable() + syllable() : "";
    return rare + before + noun + PARTICLES[random.nextInt(PARTICLES.length)];
  }

  private char syllable() {
    return (char) (0xAC00 + random.nextInt(11_172));
  }
}
