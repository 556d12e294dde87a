package org.bongsu.api.rooms;

import org.bongsu.api.Homeserver;
import org.bongsu.http.Routes;

/** All operations about rooms. */
public final class RoomsApi {
  private RoomsApi() {}

  public static void addTo(Routes routes, Homeserver homeserver) {
    new RoomCreation(homeserver).addTo(routes);
    new SendApi(homeserver).addTo(routes);
    new StateApi(homeserver).addTo(routes);
    new MembershipApi(homeserver).addTo(routes);
    new MembersApi(homeserver).addTo(routes);
    new AliasApi(homeserver).addTo(routes);
  }
}
