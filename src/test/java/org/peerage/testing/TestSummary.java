package org.peerage.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Counts the tests of a run and names those that did not run, in the file that {@code peerage.test.summary} names. Maven
 * counts what is skipped without a word of it in its result; JUnit calls this class wherever it is on the class path.
 */
public final class TestSummary implements TestExecutionListener {
    private int passed;
    private int failed;
    private int notApplicable;
    private final List<String> skipped = new ArrayList<>();
    private TestPlan plan;

    @Override
    public synchronized void testPlanExecutionStarted(TestPlan started) {
        plan = started;
    }

    @Override
    public synchronized void executionSkipped(TestIdentifier test, String reason) {
        leaveOut(test, reason);
    }

    @Override
    public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
        switch (result.getStatus()) {
            case ABORTED ->
                leaveOut(test, result.getThrowable().map(Throwable::getMessage).orElse(""));
            case FAILED -> failed++;
            case SUCCESSFUL -> passed += test.isTest() ? 1 : 0;
        }
    }

    /** A class that is left out takes its tests with it. */
    private void leaveOut(TestIdentifier test, String reason) {
        if (reason.startsWith(Prerequisites.NOT_APPLICABLE)) {
            notApplicable++;
            return;
        }
        long tests = plan.getDescendants(test).stream()
                .filter(TestIdentifier::isTest)
                .count();
        skipped.add(name(test) + (tests > 1 ? " with " + tests + " tests" : "") + " ("
                + reason.lines().findFirst().orElse("") + ")");
    }

    private static String name(TestIdentifier test) {
        return test.getSource()
                .map(source -> switch (source) {
                    case MethodSource method -> method.getJavaClass().getSimpleName() + "#" + method.getMethodName();
                    case ClassSource type -> type.getJavaClass().getSimpleName();
                    default -> test.getDisplayName();
                })
                .orElse(test.getDisplayName());
    }

    @Override
    public synchronized void testPlanExecutionFinished(TestPlan finished) {
        String file = System.getProperty("peerage.test.summary", "");
        if (!file.isEmpty()) {
            try {
                Files.writeString(Path.of(file), text() + "\n");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** One line; {@code ./peerage test --strict} looks for its last part. */
    String text() {
        return passed + " passed, " + failed + " failed, " + notApplicable + " not applicable, " + skipped.size()
                + " skipped"
                + (skipped.isEmpty() ? "" : skipped.stream().sorted().collect(Collectors.joining("; ", ": ", "")));
    }
}
