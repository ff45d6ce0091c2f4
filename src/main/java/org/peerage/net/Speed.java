package org.peerage.net;

/**
 * The speed of a port or the sum of several, in Mbit/s.
 *
 * @param mbits 0 or more; the constructor throws {@link IllegalArgumentException} for less. What a single port may have
 *     (objects §2.7) is a rule of the registry, not of this type
 */
public record Speed(long mbits) implements Comparable<Speed> {

    public Speed {
        if (mbits < 0) {
            throw new IllegalArgumentException("A speed is not negative: " + mbits);
        }
    }

    /** The two together, as an exchange's capacity adds up; throws {@link ArithmeticException} beyond a long. */
    public Speed plus(Speed other) {
        return new Speed(Math.addExact(mbits, other.mbits));
    }

    @Override
    public int compareTo(Speed other) {
        return Long.compare(mbits, other.mbits);
    }

    /** The digits alone. */
    @Override
    public String toString() {
        return Long.toString(mbits);
    }
}
