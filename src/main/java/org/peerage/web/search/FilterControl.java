package org.peerage.web.search;

import java.util.List;

/**
 * A filter in the form: one input, or two for the ends of a range.
 *
 * @param hint what may be written there; may be empty
 */
public record FilterControl(String label, String hint, List<FilterInput> inputs) {
    public FilterControl {
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
    public record FilterInput(String name, String label, String kind, String value, List<FilterChoice> choices) {
        public FilterInput {
            choices = List.copyOf(choices);
        }

        public String id() {
            return "f-" + name;
        }
    }

    /** An option of a select. */
    public record FilterChoice(String value, String label) {}
}
