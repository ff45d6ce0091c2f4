package org.peerage.web.staff;

import static org.peerage.web.page.Texts.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.peerage.registry.PreviewDigest;
import org.peerage.registry.StaffTool;
import org.peerage.registry.StatesDiff;
import org.peerage.schema.Field;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.RuleMessages;
import org.peerage.web.page.Texts;
import org.peerage.web.pick.PickField;
import org.peerage.web.pick.PickKind;

/** Tools that change many objects at once: first the preview, then the same again for good, in one write. */
public final class ToolPages {
    private static final int MAX_SHOWN = 200;

    /** A row that would change. */
    public record PreviewRow(String kind, String name, String link, List<ChangeView.ValueChange> differences) {
        public PreviewRow {
            differences = List.copyOf(differences);
        }
    }

    /** Something that a tool has to be told. */
    public record ToolInput(String name, String label, String value, String hint, Optional<PickField> picker) {}

    PageResponse show(StaffRequest staff) {
        String name = staff.request().pathSegment(2);
        if (name.isEmpty()) {
            return staff.page(
                    "tools",
                    text("staff.tools.title"),
                    Map.of(
                            "tools",
                            List.of(StaffTool.values()).stream()
                                    .map(StaffTool::toolName)
                                    .toList()));
        }
        if (name.equals("validate")) {
            return ValidatePages.show(staff);
        }
        Optional<StaffTool> tool = StaffTool.byName(name);
        if (tool.isEmpty()) {
            return new PageResponse.NotFoundResponse();
        }
        List<ToolInput> inputs = tool.get().inputs().stream()
                .map(input -> input(staff, tool.get(), input))
                .toList();
        boolean isClear =
                inputs.stream().flatMap(input -> input.picker().stream()).allMatch(PickField::isClear);
        boolean isGiven = inputs.stream().anyMatch(input -> !input.value().isBlank());
        if (!isGiven || !isClear) {
            String problem = isClear ? "" : text("common.problems");
            return page(staff, tool.get(), inputs, problem, List.of(), 0, "");
        }
        Map<String, String> values = new LinkedHashMap<>();
        inputs.forEach(input -> values.put(input.name(), input.value()));
        StaffTool.Plan plan = tool.get().prepare(values, staff.request().snapshot());
        if (!plan.problem().isEmpty()) {
            return page(staff, tool.get(), inputs, RuleMessages.translated(plan.problem()), List.of(), 0, "");
        }
        return staff.request().isPost()
                ? run(staff, tool.get(), inputs, plan)
                : preview(staff, tool.get(), inputs, plan, "");
    }

    private static ToolInput input(StaffRequest staff, StaffTool tool, String name) {
        String key = "staff.tools." + tool.toolName() + "." + name;
        String label = text(key);
        String hint = text(key + ".hint");
        Optional<PickField> picker = kind(tool, name)
                .map(kind -> name.equals("sources")
                        ? PickField.several(staff.request(), name, kind, label)
                        : PickField.one(staff.request(), name, kind, label))
                .map(field -> field.withHint(hint));
        String value = picker.map(field -> String.join(",", field.values()))
                .orElseGet(() -> staff.request().value(name));
        return new ToolInput(name, label, value, hint, picker);
    }

    private static Optional<PickKind> kind(StaffTool tool, String input) {
        return switch (tool) {
            case MERGE_FACILITIES -> Optional.of(PickKind.FACILITY);
            case MERGE_EXCHANGES -> Optional.of(PickKind.EXCHANGE);
            case RENUMBER -> input.equals("exchange") ? Optional.of(PickKind.EXCHANGE) : Optional.empty();
            case REPLACE -> Optional.empty();
        };
    }

    private static PageResponse run(StaffRequest staff, StaffTool tool, List<ToolInput> inputs, StaffTool.Plan plan) {
        StaffRequest.StaffResult result = staff.submitAll(
                "tool:" + tool.toolName(),
                plan.operations(),
                StaffTool.alongside(plan, staff.services().store()),
                staff.request().value("preview"));
        if (!result.isDone()) {
            return preview(staff, tool, inputs, plan, result.problem());
        }
        staff.audit(
                tool.toolName(),
                "version:" + result.snapshot().version(),
                String.join(
                        " ",
                        inputs.stream()
                                .map(input -> input.name() + "=" + input.value())
                                .toList()));
        return StaffRequest.redirectWithNotice("/staff/tools", "toolDone");
    }

    private static PageResponse preview(
            StaffRequest staff, StaffTool tool, List<ToolInput> inputs, StaffTool.Plan plan, String problem) {
        StaffRequest.StaffResult trial = staff.dryRunAll(plan.operations());
        if (!trial.isDone()) {
            return page(staff, tool, inputs, trial.problem(), List.of(), 0, "");
        }
        StatesDiff diff = trial.difference();
        List<PreviewRow> rows =
                diff.rows().stream().limit(MAX_SHOWN).map(ToolPages::row).toList();
        return page(staff, tool, inputs, problem, rows, diff.total(), PreviewDigest.of(diff));
    }

    static PreviewRow row(StatesDiff.ChangedRow changed) {
        List<ChangeView.ValueChange> differences = new ArrayList<>();
        for (Field<?> field : changed.fields()) {
            Object before = changed.before() == null ? null : changed.before().find(field);
            Object after = changed.after().find(field);
            differences.add(new ChangeView.ValueChange(
                    field.name(), before == null ? "" : before.toString(), after == null ? "" : after.toString()));
        }
        return new PreviewRow(
                Texts.singular(changed.after().type()),
                changed.after().nameOrId(),
                changed.after().type().hasPage() ? changed.after().url() : "",
                differences);
    }

    private static PageResponse page(
            StaffRequest staff,
            StaffTool tool,
            List<ToolInput> inputs,
            String problem,
            List<PreviewRow> rows,
            int total,
            String preview) {
        return staff.page(
                "tool",
                text("staff.tools." + tool.toolName()),
                problem,
                Map.of(
                        "tool", tool.toolName(),
                        "inputs", inputs,
                        "rows", rows,
                        "total", total,
                        "preview", preview));
    }
}
