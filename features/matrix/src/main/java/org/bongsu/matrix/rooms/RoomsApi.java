package org.bongsu.matrix.rooms;

import org.bongsu.http.Routes;
import org.bongsu.node.Homeserver;

/** All operations about rooms. */
public final class RoomsApi {
  private RoomsApi() {}

  public static void addTo(Routes routes, Homeserver homeserver) {
    RoomCreation creation = new RoomCreation(homeserver);
    creation.addTo(routes);
    new UpgradeApi(homeserver, creation).addTo(routes);
    DelayedEventsApi delayed = new DelayedEventsApi(homeserver);
    delayed.addTo(routes);
    new SendApi(homeserver, delayed).addTo(routes);
    new StateApi(homeserver, delayed).addTo(routes);
    new MembershipApi(homeserver).addTo(routes);
    new MembersApi(homeserver).addTo(routes);
    new AliasApi(homeserver).addTo(routes);
    new TimelineApi(homeserver).addTo(routes);
    new ReleaseApi(homeserver).addTo(routes);
    new RelationsApi(homeserver).addTo(routes);
    new SummaryApi(homeserver).addTo(routes);
    new HierarchyApi(homeserver).addTo(routes);
    new DirectoryApi(homeserver).addTo(routes);
    new ReportApi(homeserver).addTo(routes);
  }
}
