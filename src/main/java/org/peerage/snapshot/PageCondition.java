package org.peerage.snapshot;

/** A condition that can rule out rows of a page without looking at each. */
interface PageCondition extends Condition {
    /** A bit for each slot whose row may fulfil the condition. */
    long candidates(Page page);
}
