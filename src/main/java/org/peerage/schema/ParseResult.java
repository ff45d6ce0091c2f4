package org.peerage.schema;

import java.util.function.Function;

/** The outcome of reading one value: the value, or words that say what is wrong with it. */
public sealed interface ParseResult<T> {

    record Value<T>(T value) implements ParseResult<T> {}

    record Problem<T>(String message) implements ParseResult<T> {}

    static <T> ParseResult<T> value(T value) {
        return new Value<>(value);
    }

    static <T> ParseResult<T> problem(String message) {
        return new Problem<>(message);
    }

    default <R> ParseResult<R> then(Function<T, ParseResult<R>> next) {
        return switch (this) {
            case Value<T>(T value) -> next.apply(value);
            case Problem<T>(String message) -> problem(message);
        };
    }
}
