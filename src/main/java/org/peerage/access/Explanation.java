package org.peerage.access;

import java.util.List;

/** Whether somebody may do something, and why, in words for people. */
public record Explanation(boolean allowed, List<String> reasons) {
    public Explanation {
        reasons = List.copyOf(reasons);
    }
}
