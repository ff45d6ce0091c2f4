package org.peerage.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A {@link RunningServer} or a {@link Browser} that is started for the tests and closed behind them: in a static field
 * one for all tests of the class, in another field a new one for each test. It is there before the class prepares
 * anything itself.
 */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(StartedExtension.class)
public @interface Started {}
