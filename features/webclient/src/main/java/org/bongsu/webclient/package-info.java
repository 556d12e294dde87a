/**
 * The web client as far as the server knows it: files that lie on the class path, or not. Whether
 * they do is decided where the program is put together; nothing here knows what is in them.
 */
@org.jspecify.annotations.NullMarked
package org.bongsu.webclient;
