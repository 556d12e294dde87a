/**
 * How sites authenticate each other: the deployment's own certificate authority, keys and
 * certificates for each site, revocation lists, and mutual TLS between sites.
 *
 * <pre>
 *   DIR/ca.pem            the authority's certificate
 *   DIR/ca-key.pem        its key; needed for signing only, so it stays with the operator
 *   DIR/issued.pem        the certificates that it has issued
 *   DIR/crl.pem           those that it has revoked
 *   DIR/seoul/ca.pem      ┐ what the site seoul needs
 *   DIR/seoul/crl.pem     │ only if something was revoked
 *   DIR/seoul/site.pem    │ the node's key (PKCS #8) and certificate (X.509), OU=site, CN=seoul
 *   DIR/seoul/broker.pem  ┘ the same for its broker and controller, OU=broker, CN=seoul
 * </pre>
 *
 * <p>A certificate names a site, not a host, because a site's address is configuration and may
 * change. Invariant: a peer is trusted only if the authority has issued its certificate and not
 * revoked it, and its common name is one of the deployment's sites; host names are not compared.
 *
 * <p>Must not know: what these connections carry.
 */
package org.bongsu.cluster.keys;
