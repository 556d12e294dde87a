/**
 * Generated Korean messages for the trials.
 *
 * <p>Invariant: the same seed gives the same texts.
 */
package org.bongsu.korean;
