package org.bongsu.restic;

import java.nio.ByteBuffer;

/**
 * Polynomials over GF(2) of degree 53, one bit for each coefficient. restic cuts files by Rabin
 * fingerprints, whose polynomial must be irreducible.
 */
final class Polynomial {
  static final int DEGREE = 53;
  private static final long HIGHEST = 1L << DEGREE;

  private Polynomial() {}

  /** A random irreducible polynomial; about one of 27 candidates is. */
  static long random() {
    while (true) {
      long random = ByteBuffer.wrap(MasterKey.randomBytes(Long.BYTES)).getLong();
      long candidate = (random & (HIGHEST - 1)) | HIGHEST | 1;
      if (isIrreducible(candidate)) {
        return candidate;
      }
    }
  }

  /**
   * Rabin's test. As the degree is prime, f is irreducible exactly if it divides {@code x^(2^53) -
   * x} and has no root in GF(2).
   */
  static boolean isIrreducible(long f) {
    boolean hasRoot = (f & 1) == 0 || Long.bitCount(f) % 2 == 0;
    if (Long.highestOneBit(f) != HIGHEST || hasRoot) {
      return false;
    }
    long power = 2; // x
    for (int i = 0; i < DEGREE; i++) {
      power = multiply(power, power, f);
    }
    return power == 2;
  }

  /** The product of a and b modulo f. */
  private static long multiply(long a, long b, long f) {
    long product = 0;
    for (long shifted = a, rest = b; rest != 0; rest >>>= 1) {
      if ((rest & 1) != 0) {
        product ^= shifted;
      }
      shifted <<= 1;
      if ((shifted & HIGHEST) != 0) {
        shifted ^= f;
      }
    }
    return product;
  }
}
