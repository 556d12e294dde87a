package org.bongsu.restic;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The names of a repository's objects. */
final class ObjectNames {
  /** What restic and {@link DirectoryStorage} leave if they end while they write. */
  private static final Pattern UNFINISHED = Pattern.compile("(.*/)?[0-9a-f]{64}-tmp-[0-9]+");

  private static final Pattern NAMED_BY_ID = Pattern.compile("(?:.*/)?([0-9a-f]{64})");

  private ObjectNames() {}

  static String pack(String id) {
    return "data/" + id.substring(0, 2) + "/" + id;
  }

  /** The id at the end of a name; null if the object is none of the repository's. */
  static @Nullable String id(String name) {
    Matcher matcher = NAMED_BY_ID.matcher(name);
    return matcher.matches() ? matcher.group(1) : null;
  }

  static boolean isUnfinished(String name) {
    return UNFINISHED.matcher(name).matches();
  }
}
