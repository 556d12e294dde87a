package org.bongsu.matrix;

import org.bongsu.settings.LimitKind;

/** The rate limits of the Matrix API; each is a setting {@code limit-...}. */
public enum MatrixLimit implements LimitKind {
  LOGIN_FAILURES(
      "login-failures",
      "100/1h",
      "wrong passwords for one account; its devices, and addresses at which it was used in the last 30"
          + " days, are not counted and not refused"),
  GUESSES(
      "guesses",
      "60/10m",
      "wrong passwords from one address for any accounts that are not used there"),
  LOGINS("logins", "60/1m", "passwords and refresh tokens tried from one address"),
  REGISTRATIONS("registrations", "30/1h", "accounts made from one address"),
  LOOKUPS(
      "lookups",
      "120/1m",
      "questions for free names, valid registration tokens and, without a search term, public rooms"
          + " from one address"),
  SENDS("sends", "100/10s", "events sent by one account"),
  ROOMS("rooms", "30/10m", "rooms created by one account"),
  INVITES("invites", "100/10m", "invitations by one account"),
  JOINS("joins", "60/1m", "rooms joined by one account"),
  PROFILE("profile", "30/1m", "changes of one account's profile"),
  SEARCHES("searches", "60/1m", "searches of rooms or the user directory by one account"),
  UPLOADS("uploads", "300/10m", "photos and files uploaded or announced by one account"),
  KEY_CLAIMS(
      "key-claims",
      "20/1h",
      "one-time keys of one device claimed by one account; after that it gets the fallback key"),
  REPORTS("reports", "20/10m", "reports made by one account");

  private final Description description;

  MatrixLimit(String name, String defaultLimit, String what) {
    this.description = Description.of(name, defaultLimit, what);
  }

  @Override
  public Description description() {
    return description;
  }
}
