/**
 * How sites authenticate each other: the deployment's own certificate authority, a key and a
 * certificate for each site, and mutual TLS between sites.
 *
 * <pre>
 *   DIR/ca.pem           the authority's certificate
 *   DIR/ca-key.pem       its key; needed for making certificates only, so it stays with the operator
 *   DIR/seoul/ca.pem     ┐ what the site seoul needs
 *   DIR/seoul/site.pem   ┘ its key (PKCS #8) and its certificate (X.509), CN=seoul
 * </pre>
 *
 * <p>A certificate names a site, not a host, because a site's address is configuration and may
 * change. Invariant: a peer is trusted only if the authority has issued its certificate and its
 * common name is one of the deployment's sites; host names are not compared.
 *
 * <p>Must not know: what these connections carry, and what else reads the same files (Kafka does).
 */
package org.bongsu.cluster.keys;
