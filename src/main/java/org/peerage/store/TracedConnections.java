package org.peerage.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.peerage.trace.Span;
import org.peerage.trace.Tracing;

/**
 * Connections whose statements and commits are spans, below the pool; made while tracing is on alone. What no span waits for, such as the
 * question whether something is due, is none either.
 */
final class TracedConnections extends UnpooledConnections {
    private final Connector connector;
    private final String system;

    /** How a connection is made. */
    @FunctionalInterface
    interface Connector {
        Connection connect() throws SQLException;
    }

    TracedConnections(Connector connector, Dialect dialect) {
        this.connector = connector;
        this.system = dialect == Dialect.SQLITE ? "sqlite" : "postgresql";
    }

    @Override
    public Connection getConnection() throws SQLException {
        return proxy(Connection.class, connector.connect(), "");
    }

    private <T> T proxy(Class<T> type, T of, String sql) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (_, method, arguments) -> call(of, sql, method, arguments)));
    }

    private @Nullable Object call(Object of, String sql, Method method, Object @Nullable [] arguments)
            throws Throwable {
        String name = method.getName();
        boolean works =
                of instanceof Statement ? name.startsWith("execute") : name.equals("commit") || name.equals("rollback");
        if (works && Tracing.current().traceId() != null) {
            return spanned(firstText(arguments, sql.isEmpty() ? name : sql), of, method, arguments);
        }
        Object result = invoke(of, method, arguments);
        String prepared = firstText(arguments, "");
        return switch (result) {
            case java.sql.CallableStatement statement -> proxy(java.sql.CallableStatement.class, statement, prepared);
            case java.sql.PreparedStatement statement -> proxy(java.sql.PreparedStatement.class, statement, prepared);
            case Statement statement when of instanceof Connection -> proxy(Statement.class, statement, "");
            case null, default -> result;
        };
    }

    private static String firstText(Object @Nullable [] arguments, String otherwise) {
        return arguments != null && arguments.length > 0 && arguments[0] instanceof String first ? first : otherwise;
    }

    private @Nullable Object spanned(String text, Object of, Method method, Object @Nullable [] arguments)
            throws Throwable {
        int end = text.indexOf(' ');
        try (Span span = Tracing.begin(Tracing.Kind.CLIENT, end < 0 ? text : text.substring(0, end))) {
            span.set("db.system.name", system);
            span.set("db.query.text", text); // values are parameters, and not in it
            try {
                return invoke(of, method, arguments);
            } catch (SQLException failure) {
                span.failed(failure.toString());
                throw failure;
            }
        }
    }

    private static @Nullable Object invoke(Object of, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(of, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause() == null ? failure : failure.getCause();
        }
    }
}
