package org.bongsu.matrix.account;

import org.bongsu.http.Routes;
import org.bongsu.matrix.MatrixSettings;
import org.bongsu.node.Homeserver;
import org.bongsu.node.Sessions;

/** All account operations, and what other packages use of them. */
public final class AccountsApi {
  private final Homeserver homeserver;
  private final Sessions sessions;
  private final Credentials credentials;
  private final InteractiveAuth interactive;
  private final OwnPassword ownPassword;

  public AccountsApi(Homeserver homeserver, Sessions sessions) {
    this.homeserver = homeserver;
    this.sessions = sessions;
    this.credentials =
        new Credentials(
            homeserver,
            new Passwords(
                homeserver.random(), homeserver.settings(MatrixSettings.class).passwordMemory()));
    this.interactive = new InteractiveAuth(homeserver);
    this.ownPassword = new OwnPassword(interactive, credentials);
  }

  public void addTo(Routes routes) {
    new RegisterApi(homeserver, credentials, interactive).addTo(routes);
    new SharedSecretApi(homeserver, credentials).addTo(routes);
    new LoginApi(homeserver, credentials, sessions).addTo(routes);
    new DevicesApi(homeserver, ownPassword).addTo(routes);
    new AccountApi(homeserver, credentials, ownPassword).addTo(routes);
    new ProfileApi(homeserver).addTo(routes);
    new UserDirectoryApi(homeserver).addTo(routes);
    new AdminApi(homeserver).addTo(routes);
  }

  /** The password check of operations that require the password again. */
  public OwnPassword ownPassword() {
    return ownPassword;
  }
}
