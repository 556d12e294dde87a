/**
 * The crash trial: a real server under load, killed at random moments or deprived of its disk, and
 * then judged by what its clients had been told.
 *
 * <p>Words: people act, a {@link org.bongsu.crash.Ledger} keeps what they were told, a judge reads
 * the rooms back over HTTP, and {@link org.bongsu.crash.KeptLog} applies the log anew beside the
 * server and compares.
 *
 * <p>Must not know: anything of a running server but its HTTP interface and its data directory.
 */
package org.bongsu.crash;
