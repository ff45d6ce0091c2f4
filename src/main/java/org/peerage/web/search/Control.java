package org.peerage.web.search;

import java.util.List;

/**
 * A filter in the form: one input, or two for the ends of a range.
 *
 * @param hint what may be written there; may be empty
 */
public record Control(String label, String hint, List<Input> inputs) {
    public Control {
        inputs = List.copyOf(inputs);
    }

    public boolean isSet() {
        return inputs.stream().anyMatch(input -> !input.value().isEmpty());
    }

    /**
     * An input.
     *
     * @param name of the API's parameter
     * @param label within the control, where there are two; else empty
     * @param kind of the HTML input; or {@code select}
     * @param choices of a select, beside the one that means any
     */
    public record Input(String name, String label, String kind, String value, List<Choice> choices) {
        public Input {
            choices = List.copyOf(choices);
        }

        public String id() {
            return "f-" + name;
        }
    }

    /** An option of a select. */
    public record Choice(String value, String label) {}
}
