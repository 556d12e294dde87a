package org.bongsu.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A user, {@code @localpart:server}. Fewer localparts may be registered than may occur in existing
 * data: see {@link #isRegistrable} (specification: appendices, user identifiers).
 */
public record UserId(@JsonValue String value) implements Comparable<UserId> {
  private static final Pattern REGISTRABLE = Pattern.compile("[a-z0-9._=/+-]+");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public UserId {
    Identifiers.require(value, "@", "user id");
    if (value.indexOf(':') < 2) {
      throw new IllegalArgumentException("a user id is @localpart:server");
    }
  }

  public static UserId of(String localpart, String serverName) {
    return new UserId("@" + localpart + ":" + serverName);
  }

  /** Parses a user id; empty if the text is not one. */
  public static Optional<UserId> parse(String text) {
    try {
      return Optional.of(new UserId(text));
    } catch (IllegalArgumentException notAUserId) {
      return Optional.empty();
    }
  }

  public String localpart() {
    return value.substring(1, value.indexOf(':'));
  }

  public String serverName() {
    return value.substring(value.indexOf(':') + 1);
  }

  /** Whether a new account may have this localpart. */
  public static boolean isRegistrable(String localpart) {
    return REGISTRABLE.matcher(localpart).matches() && !localpart.startsWith("_");
  }

  @Override
  public int compareTo(UserId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
