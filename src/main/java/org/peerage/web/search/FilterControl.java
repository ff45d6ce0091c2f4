package org.peerage.web.search;

import java.util.List;
import java.util.stream.Collectors;
import org.peerage.web.pick.PickField;

/** A filter in the form. */
public sealed interface FilterControl {
    /** Whether the visitor has set it. */
    boolean isSet();

    /**
     * One input, or two for the ends of a range.
     *
     * @param hint what may be written there; may be empty
     */
    record Inputs(String label, String hint, List<FilterInput> inputs) implements FilterControl {
        public Inputs {
            inputs = List.copyOf(inputs);
        }

        @Override
        public boolean isSet() {
            return inputs.stream().anyMatch(input -> !input.value().isEmpty());
        }
    }

    /** Objects or countries, by name. */
    record ByName(PickField field) implements FilterControl {
        @Override
        public boolean isSet() {
            return field.isSet();
        }
    }

    /** Some of a closed list of values. */
    record Ticks(String name, String label, List<Tick> ticks) implements FilterControl {
        public Ticks {
            ticks = List.copyOf(ticks);
        }

        @Override
        public boolean isSet() {
            return ticks.stream().anyMatch(Tick::chosen);
        }

        public String id() {
            return "f-" + name;
        }

        /** What is chosen, in words; empty where nothing is. */
        public String summary() {
            return ticks.stream().filter(Tick::chosen).map(Tick::label).collect(Collectors.joining(", "));
        }
    }

    /** A value of a closed list. */
    record Tick(String value, String label, boolean chosen) {}

    /**
     * An input.
     *
     * @param name of the API's parameter
     * @param label within the control, where there are two; else empty
     * @param kind of the HTML input; or {@code select}
     * @param choices of a select, beside the one that means any
     */
    record FilterInput(String name, String label, String kind, String value, List<FilterChoice> choices) {
        public FilterInput {
            choices = List.copyOf(choices);
        }

        public String id() {
            return "f-" + name;
        }
    }

    /** An option of a select. */
    record FilterChoice(String value, String label) {}
}
