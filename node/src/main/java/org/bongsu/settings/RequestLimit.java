package org.bongsu.settings;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** At most {@code count} at once, and as many again within each {@code within}. */
public record RequestLimit(int count, Duration within) {
  public RequestLimit {
    if (count < 1 || within.isNegative() || within.isZero()) {
      throw new IllegalArgumentException("a limit is at least 1 in some time");
    }
  }

  /**
   * Reads {@code 30/10m}: a number, a slash, and a time in s, m or h.
   *
   * @throws IllegalArgumentException if it has another form
   */
  public static RequestLimit parse(String text) {
    Matcher parts = FORM.matcher(text.strip());
    if (!parts.matches()) {
      throw new IllegalArgumentException("a limit is a number and a time, such as 30/10m");
    }
    Duration within = Duration.parse("PT" + parts.group(2).toUpperCase(Locale.ROOT));
    return new RequestLimit(Integer.parseInt(parts.group(1)), within);
  }

  private static final Pattern FORM = Pattern.compile("([0-9]{1,7})/([0-9]{1,5}[smh])");

  @Override
  public String toString() {
    return count + "/" + within.toString().substring(2).toLowerCase(Locale.ROOT);
  }
}
