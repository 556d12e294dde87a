package org.bongsu.sim;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.bongsu.command.RoomCommand;
import org.bongsu.json.Json;

/** Texts that occur in one message only, so that it can be found in any table. */
final class Markers {
  private static final Pattern MARKER = Pattern.compile("표식\\d{6}끝");

  private Markers() {}

  static String marker(long number) {
    return "표식%06d끝".formatted(number);
  }

  /** The marker in an event; empty if it has none. */
  static String in(RoomCommand.SendEvent send) {
    List<String> found = in(Json.text(send.event().content()));
    return found.isEmpty() ? "" : found.getFirst();
  }

  static List<String> in(String text) {
    return MARKER.matcher(text).results().map(MatchResult::group).toList();
  }
}
