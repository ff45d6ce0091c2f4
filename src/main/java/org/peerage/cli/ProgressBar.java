package org.peerage.cli;

import java.io.Console;
import java.io.PrintStream;
import java.util.Optional;
import org.peerage.registry.DumpLoader;

/** How far a load is, on one line of a terminal; where there is none, a line now and then. */
final class ProgressBar implements DumpLoader.Progress, AutoCloseable {
    private static final int WIDTH = 40;
    private static final long TERMINAL_PERIOD = 100_000_000L;
    private static final long LOG_PERIOD = 5_000_000_000L;

    private final PrintStream out = System.err;
    private final boolean terminal =
            Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    private long next = System.nanoTime();
    private boolean drawn;

    @Override
    public void read(long rows) {
        if (isDue()) {
            draw("reading   " + rows + " rows");
        }
    }

    @Override
    public void written(long rows, long all) {
        if (isDue() || rows == all) {
            int filled = all == 0 ? WIDTH : (int) (rows * WIDTH / all);
            draw("writing   [" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "] " + rows + " of " + all
                    + " rows");
        }
    }

    @Override
    public void close() {
        if (drawn && terminal) {
            out.println();
        }
    }

    private void draw(String line) {
        drawn = true;
        if (terminal) {
            out.print("\r\u001b[K" + line);
            out.flush();
        } else {
            out.println(line);
        }
    }

    private boolean isDue() {
        long now = System.nanoTime();
        if (now < next) {
            return false;
        }
        next = now + (terminal ? TERMINAL_PERIOD : LOG_PERIOD);
        return true;
    }
}
