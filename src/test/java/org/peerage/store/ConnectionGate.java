package org.peerage.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * Stands before a database's connections: a test can do something before the n-th of them is given out, or give out none
 * from there on. What a process did until then is there as if it had been killed: transactions are whole or not at all.
 */
public final class ConnectionGate {
    private final AtomicInteger asked = new AtomicInteger();
    private volatile Guard guard = number -> {};

    /** Is asked before each connection. */
    public interface Guard {
        /** @throws SQLException where there is none */
        void pass(int number) throws SQLException;
    }

    /** The same database behind this gate. */
    public Database before(Database database) {
        return database.through(this::before);
    }

    /** Counts from one, from now on. */
    public void guard(Guard next) {
        asked.set(0);
        guard = next;
    }

    /** How many connections were asked for since then. */
    public int asked() {
        return asked.get();
    }

    private DataSource before(DataSource source) {
        return (DataSource) Proxy.newProxyInstance(
                ConnectionGate.class.getClassLoader(), new Class<?>[] {DataSource.class}, (_, method, arguments) -> {
                    if (method.getName().equals("getConnection")) {
                        guard.pass(asked.incrementAndGet());
                    }
                    try {
                        return method.invoke(source, arguments);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
    }
}
