/**
 * Search in messages, room names and topics, as clients show them (an edited message is found by
 * its newest text only). Table: {@code schema/1/search.sql}.
 *
 * <p>Text is indexed as pairs of adjacent characters, because Korean particles are attached to
 * words: 봉수대에서 is found by 봉수대, by 수대 and by 봉수대에서. The index yields candidates, which are compared
 * with the text itself, so there are no false results. {@link org.bongsu.search.SearchQuery}
 * describes how queries are interpreted.
 *
 * <p>Invariant: what was redacted, replaced by an edit, or sent in an encrypted room leaves no
 * terms behind.
 *
 * <p>Must not know: rooms beyond their events' rows, who may see what, HTTP.
 */
package org.bongsu.search;
