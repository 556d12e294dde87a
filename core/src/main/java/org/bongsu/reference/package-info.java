/**
 * References from content to media: {@code mxc://} addresses of this server in events, profiles and
 * account data. Each shard records those of its own content. Table: {@code
 * schema/4/references.sql}.
 *
 * <p>Invariant: for media stored after {@code references_known.since}, the shard has a row exactly
 * if its content has a reference.
 *
 * <p>Must not know: events, accounts, and who deletes media.
 */
package org.bongsu.reference;
