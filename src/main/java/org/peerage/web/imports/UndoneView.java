package org.peerage.web.imports;

import static org.peerage.web.page.Texts.text;

import java.util.List;
import org.peerage.registry.UndoOutcome;

/**
 * What taking back an import did, or would do.
 *
 * @param isDone whether it is done
 * @param problem why it is not; empty: it is, or could be
 * @param undone objects that go back
 * @param skipped what stays, and why
 */
public record UndoneView(boolean isDone, String problem, List<String> undone, List<String> skipped) {
    static final UndoneView NONE = new UndoneView(false, "", List.of(), List.of());

    public UndoneView {
        undone = List.copyOf(undone);
        skipped = List.copyOf(skipped);
    }

    static UndoneView problem(String text) {
        return new UndoneView(false, text, List.of(), List.of());
    }

    static UndoneView of(UndoOutcome outcome, boolean dryRun) {
        return new UndoneView(
                !dryRun && outcome.refusal().isEmpty(),
                outcome.refusal().isPresent() ? text("ixf.undo.refused") : "",
                outcome.undone().stream()
                        .map(object -> object.object().type().typeName() + " "
                                + object.object().id() + " (" + object.operation() + ")")
                        .toList(),
                outcome.skipped().stream()
                        .map(object -> object.object().type().typeName() + " "
                                + object.object().id() + ": " + object.reason())
                        .toList());
    }
}
