/**
 * Looks at a deployment as an operator would, and says what to do: each {@link
 * org.bongsu.doctor.Check} knows one subject.
 *
 * <p>Must not know: anything of a server but what it answers at {@code /_bongsu/health/ready} and
 * {@code /_bongsu/metrics}. Changes nothing.
 */
package org.bongsu.doctor;
