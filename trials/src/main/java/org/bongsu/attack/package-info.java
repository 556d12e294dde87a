/**
 * The attack: strangers and single accounts do to a real server what could stop it, with its limits
 * as shipped, while somebody else uses it. Judged is only what the {@link
 * org.bongsu.attack.Bystander} feels: how long sends, syncs, reads and health checks take compared
 * with an idle server, and whether any of them fails.
 *
 * <p>Each {@link org.bongsu.attack.Attack} is a class of its own, most of them with {@link
 * org.bongsu.attack.RepeatedRequests}, and {@link org.bongsu.attack.Attacks} lists them. Attackers
 * and the bystander have different addresses of the loopback network, so that limits by address are
 * tried as well.
 *
 * <p>Must not know: anything of a running server except its HTTP interface.
 */
package org.bongsu.attack;
