/**
 * The load generator: loads any Matrix homeserver over HTTP and reports how fast it was, the
 * targets, and what it lost.
 *
 * <p>Order of reading: {@link org.bongsu.bench.BenchOptions}, {@link org.bongsu.bench.Bench},
 * {@code LoadRun} (one measured load), {@code DeliveryLedger} (what was lost or doubled), {@code
 * HttpConnection}.
 *
 * <p>Invariants: latencies of the open loop count from the scheduled time, never from the actual
 * write; every acknowledged send is followed until each syncing member has it or the drain ends;
 * what the server refused is counted and named, never hidden. All state of a running load belongs
 * to one event loop and is touched nowhere else.
 *
 * <p>Must not know: anything about the server except its Matrix API, its process id and its data
 * directory. It shares no code with the server's gateway, so that it can't share its mistakes.
 *
 * <p>It is the only trial with its own HTTP client ({@code EventLoop}, {@code HttpConnection},
 * {@code ResponseParser}) and does not use {@link org.bongsu.client}: it runs on the cores of the
 * server that it loads, so what it spends on a request is missing from the result. Single requests
 * are timed through the same connections, so that their latencies compare.
 */
package org.bongsu.bench;
