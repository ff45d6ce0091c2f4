package org.peerage.registry.rules;

/** What one may be allowed to do in a namespace (docs/spec/access.md §1). */
public enum AccessRight {
    READ,
    UPDATE,
    CREATE,
    DELETE
}
