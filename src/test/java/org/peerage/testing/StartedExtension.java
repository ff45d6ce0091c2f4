package org.peerage.testing;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ModifierSupport;

/** Fills the fields that are {@link Started}; JUnit's store closes what is in them, the last one first. */
final class StartedExtension implements BeforeAllCallback, BeforeEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(StartedExtension.class);
    /** What hangs fails: the limits of pom.xml are for methods of the test classes only. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        fill(context, context.getRequiredTestClass(), null, ModifierSupport::isStatic);
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        for (Object test : context.getRequiredTestInstances().getAllInstances()) {
            fill(context, test.getClass(), test, ModifierSupport::isNotStatic);
        }
    }

    private static void fill(ExtensionContext context, Class<?> type, @Nullable Object test, Predicate<Field> which)
            throws Exception {
        List<Field> fields =
                AnnotationSupport.findAnnotatedFields(type, Started.class, which, HierarchyTraversalMode.TOP_DOWN)
                        .stream()
                        // Browsers last, and so closed first: a server is not to end under an open page.
                        .sorted(Comparator.comparing(field -> field.getType() == Browser.class))
                        .toList();
        for (Field field : fields) {
            AutoCloseable started = start(field);
            context.getStore(NAMESPACE).put(field, (AutoCloseable)
                    () -> assertTimeoutPreemptively(PATIENCE, started::close, () -> "end of " + field));
            field.setAccessible(true);
            field.set(test, started);
        }
    }

    private static AutoCloseable start(Field field) {
        try {
            return assertTimeoutPreemptively(PATIENCE, () -> startNew(field.getType()));
        } catch (Throwable failure) {
            throw new IllegalStateException("did not start: " + field + ": " + failure, failure);
        }
    }

    private static AutoCloseable startNew(Class<?> type) throws Exception {
        if (type == RunningServer.class) {
            return RunningServer.start();
        }
        if (type == Browser.class) {
            return Browser.open();
        }
        throw new ExtensionConfigurationException("how to start this is not known");
    }
}
