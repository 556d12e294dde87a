package org.bongsu.matrix.account;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bongsu.account.Devices;
import org.bongsu.http.Networks;
import org.bongsu.http.Request;
import org.bongsu.http.RequestError;
import org.bongsu.http.Session;
import org.bongsu.id.UserId;
import org.bongsu.matrix.MatrixLimit;
import org.bongsu.matrix.MatrixSettings;
import org.bongsu.node.Homeserver;
import org.bongsu.settings.LimitKind;

/**
 * Slows down the guessing of passwords, for every operation that takes one.
 *
 * <p>Mechanism: wrong passwords are counted for each pair of account and client, with growing
 * delays ({@link GrowingDelays}); and, of clients that the account is not known to be used from,
 * for each account and for each address. A client is known if it sends a valid token of the
 * account, or if one of the account's devices was lately used at its address. Guarantee: guesses
 * from one address delay only that address, and guesses from many addresses delay no known client.
 */
final class PasswordAttempts {
  private static final long KNOWN_MILLIS = 30L * 24 * 60 * 60 * 1000;

  /**
   * Who guesses.
   *
   * @param client the device that is signed in, or the address
   */
  private record Guesser(String account, String client) {}

  private record Count(LimitKind kind, String who) {}

  private final Homeserver homeserver;
  private final GrowingDelays delays;

  PasswordAttempts(Homeserver homeserver) {
    MatrixSettings settings = homeserver.settings(MatrixSettings.class);
    this.homeserver = homeserver;
    this.delays =
        new GrowingDelays(
            homeserver.clock(), settings.passwordTries(), settings.passwordDelayMax());
  }

  /**
   * Counts an attempt, which is wrong unless the result is run.
   *
   * @param user empty if no account can have the name
   * @return to run once the password was right
   * @throws RequestError 429 if there were too many; the password must not be looked at
   */
  Runnable begin(Optional<UserId> user, Request request) {
    if (!homeserver.config().limited()) {
      return () -> {};
    }
    String account = user.map(UserId::value).orElse("");
    String address = request.remoteNetwork();
    Optional<String> device =
        request
            .optionalSession()
            .filter(session -> session.user().value().equals(account))
            .map(Session::device)
            .map(id -> "device " + id.value());
    boolean known = device.isPresent() || isUsedAt(address, user);
    homeserver.limits().take(MatrixLimit.LOGINS, known ? account : address);
    List<Count> counts =
        known
            ? List.of()
            : List.of(
                new Count(MatrixLimit.LOGIN_FAILURES, account),
                new Count(MatrixLimit.GUESSES, address));
    Guesser guesser = new Guesser(account, device.orElse(address));
    take(counts, guesser);
    return () -> {
      counts.forEach(count -> homeserver.limits().giveBack(count.kind, count.who));
      delays.succeeded(guesser);
    };
  }

  /** Takes all, or nothing if one is refused. */
  private void take(List<Count> counts, Guesser guesser) {
    List<Count> taken = new ArrayList<>();
    try {
      for (Count count : counts) {
        homeserver.limits().take(count.kind, count.who);
        taken.add(count);
      }
      delays.begin(guesser);
    } catch (RequestError refused) {
      taken.forEach(count -> homeserver.limits().giveBack(count.kind, count.who));
      throw refused;
    }
  }

  private boolean isUsedAt(String address, Optional<UserId> user) {
    long since = homeserver.clock().millis() - KNOWN_MILLIS;
    List<Devices.Device> devices =
        user.map(known -> homeserver.read(known.value(), db -> new Devices(db).of(known)))
            .orElse(List.of());
    return devices.stream().anyMatch(device -> isUsedAt(address, device, since));
  }

  private static boolean isUsedAt(String address, Devices.Device device, long since) {
    return device.address() != null
        && device.seenMillis() != null
        && device.seenMillis() > since
        && Networks.countedAs(device.address()).equals(address);
  }
}
