package org.bongsu.watch.page;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.bongsu.watch.Incident;
import org.bongsu.watch.IncidentEntry.Disturbed;
import org.bongsu.watch.Service;
import org.bongsu.watch.ServiceState;
import org.bongsu.watch.Situation;
import org.bongsu.watch.Text;

/** Says in a sentence how it is, and what an incident was. */
public final class Summary {
  private Summary() {}

  /** The worst state of a service; unknown only if nothing is known. */
  static ServiceState worst(Situation now) {
    List<ServiceState> states = now.services().stream().map(now::of).toList();
    for (ServiceState state :
        List.of(
            ServiceState.DOWN, ServiceState.PARTLY_DOWN, ServiceState.SLOW, ServiceState.WORKS)) {
      if (states.contains(state)) {
        return state == ServiceState.WORKS && states.contains(ServiceState.UNKNOWN)
            ? ServiceState.UNKNOWN
            : state;
      }
    }
    return ServiceState.UNKNOWN;
  }

  /** How it is now, in Korean and English. */
  public static Text headline(Situation now) {
    return new Text(headline(now, new Korean()), headline(now, new English()));
  }

  static String headline(Situation now, Words words) {
    return switch (worst(now)) {
      case UNKNOWN -> words.unknown();
      case DOWN -> {
        List<Service> down = in(ServiceState.DOWN, now);
        yield down.size() == now.services().size()
            ? words.allDown()
            : words.down(down, in(ServiceState.WORKS, now));
      }
      case PARTLY_DOWN -> words.partlyDown(in(ServiceState.PARTLY_DOWN, now));
      case SLOW -> words.slow(in(ServiceState.SLOW, now));
      case WORKS -> {
        List<String> lost = now.sites().stream().filter(now::isDown).toList();
        yield lost.isEmpty() ? words.allWorks() : words.sitesDown(lost);
      }
    };
  }

  private static List<Service> in(ServiceState state, Situation now) {
    return now.services().stream().filter(service -> now.of(service) == state).toList();
  }

  /** What an incident was, in a few words. */
  static String title(Incident incident, Situation deployment, Words words) {
    if (incident.isByHand()) {
      return words.notice();
    }
    Set<Service> everywhere = EnumSet.noneOf(Service.class);
    Set<Service> somewhere = EnumSet.noneOf(Service.class);
    Set<String> sites = new TreeSet<>();
    incident
        .entries()
        .forEach(entry -> {
          if (entry instanceof Disturbed disturbed) {
            collect(disturbed.down(), deployment, everywhere, somewhere, sites);
          }
        });
    if (everywhere.containsAll(deployment.services())) {
      return words.outageOfAll();
    }
    if (!everywhere.isEmpty()) {
      return words.outageOf(List.copyOf(everywhere));
    }
    return sites.isEmpty() && !somewhere.isEmpty()
        ? words.partialOutageOf(List.copyOf(somewhere))
        : words.outageAt(List.copyOf(sites));
  }

  /** Sorts what was down at one time into what was down everywhere, somewhere, and whole sites. */
  private static void collect(
      Map<String, Set<Service>> down,
      Situation deployment,
      Set<Service> everywhere,
      Set<Service> somewhere,
      Set<String> sites) {
    for (Service service : deployment.services()) {
      List<String> at = new ArrayList<>();
      down.forEach((site, services) -> {
        if (services.contains(service)) {
          at.add(site);
        }
      });
      if (at.containsAll(deployment.sites())) {
        everywhere.add(service);
      }
    }
    down.forEach((site, services) -> {
      if (services.containsAll(deployment.services())) {
        sites.add(site);
      } else {
        somewhere.addAll(services);
      }
    });
  }

  /** For each set of services that is down somewhere, the names of the sites, as a list. */
  static Map<Set<Service>, String> sitesByServices(Map<String, Set<Service>> down) {
    Map<Set<Service>, String> sites = new LinkedHashMap<>();
    down.forEach((site, services) ->
        sites.merge(services, site, (before, another) -> before + ", " + another));
    return sites;
  }
}
