/**
 * Search over the rooms of whoever asks. The index of each shard gives candidates ({@link
 * org.bongsu.search}); here they are compared with what the asker may see, merged over the shards
 * and written.
 *
 * <p>Invariant: nothing that the asker may not see changes the answer, its count included.
 *
 * <p>Must not know: how the index is made.
 */
package org.bongsu.matrix.search;
