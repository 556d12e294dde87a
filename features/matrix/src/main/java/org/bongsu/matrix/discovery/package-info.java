/** What a client asks before anything else. */
package org.bongsu.matrix.discovery;
