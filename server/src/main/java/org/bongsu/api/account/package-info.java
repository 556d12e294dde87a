/** Accounts, sessions, devices, passwords, profiles. */
package org.bongsu.api.account;
