/**
 * How sites know each other: the deployment's own certificate authority, a key and a certificate
 * for each site, and connections on which both ends show theirs (mutual TLS).
 *
 * <pre>
 *   DIR/ca.pem           the authority's certificate
 *   DIR/ca-key.pem       its key; needed for making certificates only, so it stays with the operator
 *   DIR/seoul/ca.pem     ┐ what the site seoul needs
 *   DIR/seoul/site.pem   ┘ its key (PKCS #8) and its certificate (X.509), CN=seoul
 * </pre>
 *
 * <p>A certificate names a site, not a host: where a site is reached is configuration and may
 * change. So whoever is connected to is believed by authority and name, and host names are not
 * compared.
 *
 * <p>Must not know: what is said on these connections, and who else reads the same files (Kafka
 * does).
 */
package org.bongsu.cluster.keys;
