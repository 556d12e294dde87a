package org.bongsu.cluster.keys;

import java.security.cert.X509Certificate;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * Whom a certificate names.
 *
 * @param site its common name; empty if it has none
 * @param unit its organizational unit, a {@link SiteRole}; empty in certificates of earlier
 *     versions, which are for both roles
 */
record Subject(String site, String unit) {
  static Subject of(X509Certificate certificate) {
    try {
      List<Rdn> parts = new LdapName(certificate.getSubjectX500Principal().getName()).getRdns();
      return new Subject(part("CN", parts), part("OU", parts));
    } catch (InvalidNameException e) {
      return new Subject("", "");
    }
  }

  private static String part(String type, List<Rdn> parts) {
    return parts.stream()
        .filter(part -> part.getType().equalsIgnoreCase(type))
        .map(part -> part.getValue().toString())
        .findFirst()
        .orElse("");
  }

  boolean mayBe(SiteRole role) {
    return unit.isEmpty() || unit.equals(role.unit());
  }
}
