package org.bongsu.watch;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Words to begin with. Each says the four things that Korea's Telecommunications Business Act
 * (article 33 and its decree) wants users to be told without delay: the fact, the cause, the
 * measures, and how to reach the operator. What stands in brackets is for the operator to fill in.
 */
enum WordsTemplate {
  UNKNOWN_CAUSE(
      "unknown-cause",
      "원인을 확인하고 있습니다.",
      "담당자가 복구 작업을 하고 있으며, 새로운 내용이 확인되는 대로 이 페이지에 알리겠습니다.",
      "We are looking for the cause.",
      "Our engineers are working on it. We will write here as soon as we know more."),
  DATA_CENTRE(
      "data-centre",
      "[데이터 센터 이름]에서 발생한 [화재·정전·냉각 장애] 때문입니다.",
      "다른 데이터 센터로 서비스를 옮겨 제공하고 있습니다. 복구 예상 시각은 [시각]입니다.",
      "It was caused by [a fire, a power failure, a cooling failure] in [the data centre].",
      "The other data centres have taken over. We expect it to be mended by [time]."),
  NETWORK(
      "network",
      "[통신사·구간]의 네트워크 장애 때문입니다.",
      "다른 경로로 우회하고 있으며, 복구 예상 시각은 [시각]입니다.",
      "It was caused by a network failure at [the carrier, the link].",
      "We are using other routes. We expect it to be mended by [time]."),
  SOFTWARE(
      "software",
      "[시각]에 적용한 소프트웨어 변경의 오류 때문입니다.",
      "이전 버전으로 되돌리고 있으며, 복구 예상 시각은 [시각]입니다.",
      "It was caused by a fault in a change that we made at [time].",
      "We are going back to the former version. We expect it to be mended by [time]."),
  PLANNED(
      "planned",
      "[작업 내용] 작업을 진행합니다.",
      "작업 시간은 [시작 시각]부터 [종료 시각]까지입니다. 작업 중에도 메시지는 사용할 수 있습니다.",
      "We are going to do [the work].",
      "It will take from [time] to [time]. Messages will keep working."),
  RESOLVED(
      "resolved",
      "[원인] 때문이었습니다.",
      "모든 기능이 복구되었습니다. 다시 발생하지 않도록 [재발 방지 대책]을(를) 진행하겠습니다. 불편을 드려 죄송합니다.",
      "It was caused by [the cause].",
      "Everything works again. To keep this from happening again, we will [measures]. We are sorry.");

  private final String id;
  private final Text cause;
  private final Text measures;

  WordsTemplate(
      String id, String koreanCause, String koreanMeasures, String cause, String measures) {
    this.id = id;
    this.cause = new Text(koreanCause, cause);
    this.measures = new Text(koreanMeasures, measures);
  }

  String id() {
    return id;
  }

  static List<String> ids() {
    return Arrays.stream(values()).map(WordsTemplate::id).toList();
  }

  static Optional<WordsTemplate> of(String id) {
    return Arrays.stream(values()).filter(one -> one.id.equals(id)).findFirst();
  }

  /** Whether something is for the operator to fill in. */
  boolean hasBlanks() {
    return (cause.korean() + measures.korean()).contains("[");
  }

  /**
   * The words.
   *
   * @param fact what does not work, as the page says it
   * @param contact how to reach the operator
   */
  Text fill(Text fact, String contact) {
    return new Text(
        "사실: %s\n원인: %s\n조치: %s\n문의: %s"
            .formatted(fact.korean(), cause.korean(), measures.korean(), contact),
        "What happened: %s\nCause: %s\nWhat we do: %s\nContact: %s"
            .formatted(fact.english(), cause.english(), measures.english(), contact));
  }
}
