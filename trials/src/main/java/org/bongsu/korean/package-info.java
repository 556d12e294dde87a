/**
 * What people write, for everything that has to act like them.
 *
 * <p>Invariant: the same seed gives the same texts.
 */
package org.bongsu.korean;
