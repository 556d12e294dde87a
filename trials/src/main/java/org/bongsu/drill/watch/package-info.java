/**
 * Status watchers in a fire drill: three of them watch the sites from hosts of their own, while one
 * at a time is killed, frozen, cut off or misled. Judged by what their pages showed, against what
 * the sites answered.
 */
package org.bongsu.drill.watch;
