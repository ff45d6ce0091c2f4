package org.peerage.schema;

import java.util.function.Function;

/** The outcome of reading one value: the value, or words that say what is wrong with it. */
public sealed interface Parsed<T> {

    record Value<T>(T value) implements Parsed<T> {}

    record Problem<T>(String message) implements Parsed<T> {}

    static <T> Parsed<T> value(T value) {
        return new Value<>(value);
    }

    static <T> Parsed<T> problem(String message) {
        return new Problem<>(message);
    }

    default <R> Parsed<R> then(Function<T, Parsed<R>> next) {
        return switch (this) {
            case Value<T>(T value) -> next.apply(value);
            case Problem<T>(String message) -> problem(message);
        };
    }
}
