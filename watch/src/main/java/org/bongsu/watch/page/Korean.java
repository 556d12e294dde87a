package org.bongsu.watch.page;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.bongsu.watch.IncidentEntry.Phase;
import org.bongsu.watch.Service;
import org.bongsu.watch.ServiceState;
import org.bongsu.watch.Text;

/** The page in Korean. */
final class Korean implements Words {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu년 M월 d일 HH:mm:ss (z)", Locale.KOREAN);

  @Override
  public String language() {
    return "ko";
  }

  @Override
  public String of(Text text) {
    return text.korean().isBlank() ? text.english() : text.korean();
  }

  @Override
  public String service(Service service) {
    return switch (service) {
      case SIGN_IN -> "로그인";
      case TEXT -> "메시지";
      case PHOTO -> "사진·파일";
      case SEARCH -> "검색";
    };
  }

  private String list(List<Service> services) {
    return String.join(", ", services.stream().map(this::service).toList());
  }

  @Override
  public String state(ServiceState state) {
    return switch (state) {
      case WORKS -> "정상";
      case SLOW -> "느림";
      case PARTLY_DOWN -> "일부 장애";
      case DOWN -> "장애";
      case UNKNOWN -> "확인 불가";
    };
  }

  @Override
  public String phase(Phase phase) {
    return switch (phase) {
      case ANNOUNCED -> "사전 안내";
      case INVESTIGATING -> "원인 확인 중";
      case CAUSE_FOUND -> "원인 확인";
      case BEING_MENDED -> "복구 중";
      case RESOLVED -> "복구 완료";
    };
  }

  @Override
  public String title(String name) {
    return name + " 서비스 상태";
  }

  @Override
  public String allWorks() {
    return "모든 기능이 정상입니다";
  }

  @Override
  public String allDown() {
    return "지금은 서비스를 이용할 수 없습니다";
  }

  @Override
  public String down(List<Service> down, List<Service> working) {
    String sentence = "지금은 %s 이용할 수 없습니다".formatted(Particle.object(list(down)));
    return working.isEmpty()
        ? sentence
        : sentence + ". %s 정상입니다".formatted(Particle.topic(list(working)));
  }

  @Override
  public String partlyDown(List<Service> partly) {
    return "일부 이용자가 %s 이용할 수 없습니다".formatted(Particle.object(list(partly)));
  }

  @Override
  public String slow(List<Service> slow) {
    return "%s 평소보다 느립니다".formatted(Particle.subject(list(slow)));
  }

  @Override
  public String sitesDown(List<String> sites) {
    return "%s 데이터 센터에 장애가 있지만 모든 기능을 이용할 수 있습니다".formatted(String.join(", ", sites));
  }

  @Override
  public String unknown() {
    return "지금은 상태를 확인할 수 없습니다";
  }

  @Override
  public String meanwhileWithoutText() {
    return "급한 연락은 전화나 문자 메시지(SMS)를 이용해 주십시오. 이미 전송된 메시지와 사진은 사라지지 않습니다.";
  }

  @Override
  public String meanwhileWithText() {
    return "메시지는 평소처럼 주고받을 수 있습니다. 보내지 못한 내용은 복구되는 대로 앱이 다시 보냅니다.";
  }

  @Override
  public String since(String time) {
    return "%s부터".formatted(time);
  }

  @Override
  public String asOf(String time) {
    return "%s 기준이며 몇 초마다 새로 작성됩니다. 이 시각이 1분 넘게 지났다면 페이지를 새로 고치십시오. 그래도 그대로면 이 페이지에 문제가 있는 것입니다."
        .formatted(time);
  }

  @Override
  public String contact(String contact) {
    return "문의: " + contact;
  }

  @Override
  public String outageOfAll() {
    return "전체 서비스 장애";
  }

  @Override
  public String outageOf(List<Service> services) {
    return list(services) + " 장애";
  }

  @Override
  public String partialOutageOf(List<Service> services) {
    return list(services) + " 일부 장애";
  }

  @Override
  public String outageAt(List<String> sites) {
    return "%s 데이터 센터 장애(기능은 정상)".formatted(String.join(", ", sites));
  }

  @Override
  public String notice() {
    return "안내";
  }

  @Override
  public String disturbed(Map<String, Set<Service>> down, List<Service> all) {
    List<String> sentences = new ArrayList<>();
    Summary.sitesByServices(down)
        .forEach((services, sites) ->
            sentences.add(
                services.containsAll(all)
                    ? "%s 데이터 센터가 응답하지 않습니다.".formatted(sites)
                    : "%s 데이터 센터에서 %s 이용할 수 없습니다."
                        .formatted(sites, Particle.object(list(List.copyOf(services))))));
    return String.join(" ", sentences);
  }

  @Override
  public String recovered() {
    return "모든 기능이 정상으로 돌아왔습니다.";
  }

  @Override
  public String lasted(Duration time) {
    return duration(time) + " 동안";
  }

  @Override
  public String lastsSince(String time) {
    return time + "부터 계속";
  }

  @Override
  public String noIncidents() {
    return "장애가 없었습니다.";
  }

  @Override
  public String incidentsNow() {
    return "진행 중";
  }

  @Override
  public String incidentsBefore() {
    return "지난 14일";
  }

  @Override
  public String history() {
    return "지난 90일의 장애 기록";
  }

  @Override
  public String overview() {
    return "현재 상태";
  }

  @Override
  public String services() {
    return "기능별 상태";
  }

  @Override
  public String availability(double share, int days) {
    return "최근 %d일 가동률 %s".formatted(days, Figures.percent(share));
  }

  @Override
  public String days(int days) {
    return "%d일 전".formatted(days);
  }

  @Override
  public String today() {
    return "오늘";
  }

  @Override
  public String day(LocalDate date, Duration down, Duration partly) {
    if (down.isZero() && partly.isZero()) {
      return date(date) + ": 정상";
    }
    List<String> parts = new ArrayList<>();
    if (!down.isZero()) {
      parts.add("장애 " + duration(down));
    }
    if (!partly.isZero()) {
      parts.add("일부 장애 또는 느림 " + duration(partly));
    }
    return date(date) + ": " + String.join(", ", parts);
  }

  @Override
  public String dayUnknown(LocalDate date) {
    return date(date) + ": 기록 없음";
  }

  @Override
  public String bars(Service service, int days, int disturbed) {
    return disturbed == 0
        ? "%s: 기록이 있는 %d일 동안 장애가 없었습니다".formatted(service(service), days)
        : "%s: 기록이 있는 %d일 중 %d일에 장애가 있었습니다".formatted(service(service), days, disturbed);
  }

  @Override
  public String plot(Service service, String median, String slowest) {
    return "%s 응답 시간, 최근 24시간: 중앙값 %s, 가장 느린 응답 %s".formatted(service(service), median, slowest);
  }

  @Override
  public String plotCaption() {
    return "최근 24시간 응답 시간: 굵은 선은 중앙값, 가는 선은 가장 느린 응답";
  }

  @Override
  public String noFiguresYet() {
    return "아직 응답 시간 기록이 없습니다.";
  }

  @Override
  public String sites() {
    return "데이터 센터별 상태";
  }

  @Override
  public String site() {
    return "데이터 센터";
  }

  @Override
  public String watchers(int reporting, int watchers) {
    return "서비스 밖에 있는 관찰자 %d곳 중 %d곳이 5초마다 직접 로그인하고, 메시지와 사진을 보내고 받아 확인합니다."
        .formatted(watchers, reporting);
  }

  @Override
  public String watchersTooFew() {
    return "보고하는 관찰자가 절반 이하여서 지금 상태를 확정할 수 없습니다.";
  }

  @Override
  public String feed() {
    return "Atom 피드";
  }

  @Override
  public String data() {
    return "JSON 데이터";
  }

  @Override
  public String otherLanguage() {
    return "English";
  }

  @Override
  public String date(LocalDate date) {
    return "%d월 %d일".formatted(date.getMonthValue(), date.getDayOfMonth());
  }

  @Override
  public String time(Instant time, ZoneId zone) {
    return TIME.format(time.atZone(zone));
  }

  @Override
  public String hour(int hour) {
    return hour + "시";
  }

  @Override
  public String duration(Duration duration) {
    return Figures.duration(duration, "일", "시간", "분", "초", " ");
  }
}
