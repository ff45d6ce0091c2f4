package org.peerage.web.page;

/** Answers visits to the addresses of one subject. */
@FunctionalInterface
public interface PageHandler {
    PageResponse answer(PageRequest request);
}
