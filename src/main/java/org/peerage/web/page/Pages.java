package org.peerage.web.page;

/** Answers visits to the addresses of one subject. */
@FunctionalInterface
public interface Pages {
    Reply answer(Visit visit);
}
