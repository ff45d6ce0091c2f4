package org.peerage.api;

import jakarta.servlet.http.HttpServletRequest;

/** Decides who asks, and whether they may ask now. */
public interface Gate {
    Admission admit(HttpServletRequest request);
}
