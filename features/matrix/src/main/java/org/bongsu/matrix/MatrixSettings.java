package org.bongsu.matrix;

import static java.time.ZoneOffset.UTC;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.bongsu.media.MediaWorkers;
import org.bongsu.settings.Setting;
import org.bongsu.settings.WebAddress;

/** Settings of the Matrix API. */
public record MatrixSettings(
    @Setting(
            defaultValue = "token",
            what =
                "Who may make an account: everybody, those who have a registration token (the first"
                    + " start makes one and prints a link with it; more with bongsu user token), or"
                    + " only the operator (bongsu user add).")
        Registration registration,
    @Setting(
            defaultValue = "",
            defaultMeans = "made by the first start, in the data directory",
            what = "The secret with which tools make accounts at /_synapse/admin/v1/register.")
        String registrationSecret,
    @Setting(
            defaultValue = "",
            internal = true,
            what = "The token in the first link to sign up: several sites must print the same one.")
        String firstRegistrationToken,
    @Setting(
            defaultValue = "everybody",
            what =
                "Who can be found by a search for people: everybody, or those who share a room with"
                    + " the searcher or are in a public room.")
        Directory userDirectory,
    @Setting(
            defaultValue = "members",
            what =
                "Who can read the profile (name, picture) of a known user id: members, who have an"
                    + " account here, or everybody, also without a token.")
        Profiles profiles,
    @Setting(
            defaultValue = "1h",
            what = "How long the access token of a client that can refresh it lives.")
        Duration accessTokenLife,
    @Setting(
            form = "KIB",
            defaultValue = "" + MatrixSettings.PASSWORD_MEMORY_KIB,
            what =
                "Memory that hashing one password takes (Argon2id). Less is weaker: for tests only.")
        int passwordMemory,
    @Setting(
            defaultValue = "5",
            what =
                "How many wrong passwords for an account one address may send before it has to wait:"
                    + " 5 s, then twice as long after each.")
        int passwordTries,
    @Setting(defaultValue = "5m", what = "The longest wait after a wrong password.")
        Duration passwordDelayMax,
    @Setting(
            form = "ADDRESS",
            defaultValue = "",
            defaultMeans = "none",
            what = "Who helps, for /.well-known/matrix/support.")
        String supportEmail,
    @Setting(
            form = "URL",
            defaultValue = "",
            defaultMeans = "none",
            what = "A page of help, for /.well-known/matrix/support.")
        String supportPage,
    @Setting(defaultValue = "100m", what = "The largest file that can be sent.") long uploadMax,
    @Setting(
            defaultValue = "4k",
            what =
                "The least that an upload must bring in a second, on average; it loses its place if it"
                    + " is slower.")
        long uploadRateMin,
    @Setting(defaultValue = "1h", what = "The longest that an upload may take.")
        Duration uploadTimeMax,
    @Setting(
            defaultValue = "2",
            what =
                "Threads that remove locations from files and make thumbnails. One account never has"
                    + " all of them, unless there is only one.")
        int mediaThreads,
    @Setting(
            defaultValue = "256",
            what =
                "Files and thumbnails that wait for such a thread; further ones are refused. One"
                    + " account has a quarter of the places at most.")
        int mediaWaiting,
    @Setting(
            defaultValue = "30s",
            what = "How long that may take for one file, including the wait.")
        Duration mediaDeadline,
    @Setting(
            defaultValue = "false",
            what =
                "Whether people who share a room see who of them is online. It costs traffic in large"
                    + " rooms, and shows when somebody is holding the phone.")
        boolean presence,
    @Setting(
            defaultValue = "frozen",
            defaultMeans = "frozen; open if files were uploaded before this was the default",
            what =
                "Whether photos and files can be downloaded without a token at the older paths"
                    + " (/_matrix/media/v3) by anybody who knows their address. Older clients need it.")
        LegacyMedia legacyMedia,
    @Setting(
            form = "DATE",
            defaultValue = "",
            defaultMeans = "none",
            what =
                "With legacy-media = frozen: what was uploaded before this day (UTC), such as"
                    + " 2026-12-01, can still be downloaded there without a token.")
        String legacyMediaUntil,
    @Setting(
            form = "HOURS",
            defaultValue = "0",
            what =
                "How long the bytes of deleted photos and files stay on the disk. They are not served,"
                    + " but an operator can look at them.")
        int deletedMediaHours) {

  /** The memory that OWASP recommends for Argon2id with two passes and one lane. */
  public static final int PASSWORD_MEMORY_KIB = 19 * 1024;

  public MatrixSettings {
    if (passwordMemory < 8 || passwordMemory > 1 << 20) {
      throw new IllegalArgumentException("this is not between 8 and 1048576");
    }
    if (passwordTries < 1 || mediaThreads < 1 || mediaWaiting < 1) {
      throw new IllegalArgumentException("this is at least 1");
    }
    if (!legacyMediaUntil.isEmpty() && day(legacyMediaUntil).isEmpty()) {
      throw new IllegalArgumentException("a date looks like 2026-12-01");
    }
    supportPage = WebAddress.checked(supportPage);
  }

  /** The bounds for work on media. */
  public MediaWorkers.Limits mediaLimits() {
    return new MediaWorkers.Limits(mediaThreads, mediaWaiting, mediaDeadline);
  }

  /** What was uploaded before this is open at the older paths although they are frozen. */
  public Instant legacyMediaFreeze() {
    return day(legacyMediaUntil).map(day -> day.atStartOfDay(UTC).toInstant()).orElse(Instant.MIN);
  }

  private static Optional<LocalDate> day(String text) {
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeParseException notOne) {
      return Optional.empty();
    }
  }

  /** Who may make an account. */
  public enum Registration {
    /** Anyone. */
    OPEN,
    /** Anyone with a registration token. */
    TOKEN,
    /** Only the operator, with {@code bongsu user add} or the shared secret. */
    CLOSED
  }

  /** Who may download at {@code /_matrix/media/v3}. */
  public enum LegacyMedia {
    /** Anyone who knows a media id; media ids cannot be guessed. */
    OPEN,
    /** Only clients that send a token, except for media from before the freeze. */
    FROZEN
  }

  /** Who can read profiles. */
  public enum Profiles {
    /** Clients that send a token. */
    MEMBERS,
    /** Anyone. */
    EVERYBODY
  }

  /** Which users a search of the user directory finds. */
  public enum Directory {
    /** All users of this server. */
    EVERYBODY,
    /** Users who share a room with the searcher or are in a public room. */
    SHARED
  }
}
