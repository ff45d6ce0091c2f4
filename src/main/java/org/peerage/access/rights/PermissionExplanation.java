package org.peerage.access.rights;

import java.util.List;

/** Whether somebody may do something, and why, in words for people. */
public record PermissionExplanation(boolean allowed, List<String> reasons) {
    public PermissionExplanation {
        reasons = List.copyOf(reasons);
    }
}
