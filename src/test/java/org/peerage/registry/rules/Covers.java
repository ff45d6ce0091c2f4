package org.peerage.registry.rules;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The rules that a class of tests is about; {@link RuleCoverageTest} looks for it. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface Covers {
    Class<?>[] value();
}
