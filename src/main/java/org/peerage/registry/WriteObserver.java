package org.peerage.registry;

import java.time.Duration;

/** Is told of what goes through the write lane. */
public interface WriteObserver {
    WriteObserver NOBODY = new WriteObserver() {
        @Override
        public void ended(WriteEnd end, Duration took) {}

        @Override
        public void committed(int writes, Duration took) {}
    };

    /** What became of a write. */
    enum WriteEnd {
        APPLIED,
        /** The rules refused it. */
        REFUSED,
        /** The database did not answer, or too many waited. */
        UNAVAILABLE
    }

    /** A write was decided and, if it changes something, made durable; or it was not. */
    void ended(WriteEnd end, Duration took);

    /** Writes were decided together, and made durable in one transaction. */
    void committed(int writes, Duration took);
}
