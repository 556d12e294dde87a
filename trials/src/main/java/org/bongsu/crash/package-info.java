/**
 * The crash trial: a real server under load, killed at random times or deprived of its disk, and
 * then checked against what its clients had been answered.
 *
 * <p>People act, a {@link org.bongsu.crash.Ledger} records the acknowledgements, a {@code Judge}
 * reads the rooms back over HTTP, and {@link org.bongsu.crash.KeptLog} replays the log and compares
 * the result with the server's stores.
 *
 * <p>Must not know: anything of a running server except its HTTP interface and its data directory.
 */
package org.bongsu.crash;
