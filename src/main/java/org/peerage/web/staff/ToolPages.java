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
        Map<String, String> inputs = new LinkedHashMap<>();
        Map<String, PickField> pickers = pickers(staff, tool.get());
        for (String input : tool.get().inputs()) {
            PickField picker = pickers.get(input);
            inputs.put(input, picker == null ? staff.request().value(input) : String.join(",", picker.values()));
        }
        boolean isClear = pickers.values().stream().allMatch(PickField::isClear);
        boolean isGiven = inputs.values().stream().anyMatch(value -> !value.isBlank());
        if (!isGiven || !isClear) {
            String problem = isClear ? "" : text("common.problems");
            return page(staff, tool.get(), inputs, problem, List.of(), 0, "");
        }
        StaffTool.Plan plan = tool.get().prepare(inputs, staff.request().snapshot());
        if (!plan.problem().isEmpty()) {
            return page(staff, tool.get(), inputs, RuleMessages.translated(plan.problem()), List.of(), 0, "");
        }
        return staff.request().isPost()
                ? run(staff, tool.get(), inputs, plan)
                : preview(staff, tool.get(), inputs, plan, "");
    }

    /** The inputs that name objects. */
    private static Map<String, PickField> pickers(StaffRequest staff, StaffTool tool) {
        Map<String, PickField> pickers = new LinkedHashMap<>();
        for (String input : tool.inputs()) {
            kind(tool, input).ifPresent(kind -> {
                String key = "staff.tools." + tool.toolName() + "." + input;
                PickField field = input.equals("sources")
                        ? PickField.several(staff.request(), input, kind, text(key))
                        : PickField.one(staff.request(), input, kind, text(key));
                pickers.put(input, field.withHint(text(key + ".hint")));
            });
        }
        return pickers;
    }

    private static Optional<PickKind> kind(StaffTool tool, String input) {
        return switch (tool) {
            case MERGE_FACILITIES -> Optional.of(PickKind.FACILITY);
            case MERGE_EXCHANGES -> Optional.of(PickKind.EXCHANGE);
            case RENUMBER -> input.equals("exchange") ? Optional.of(PickKind.EXCHANGE) : Optional.empty();
            case REPLACE -> Optional.empty();
        };
    }

    private static PageResponse run(
            StaffRequest staff, StaffTool tool, Map<String, String> inputs, StaffTool.Plan plan) {
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
                        inputs.entrySet().stream()
                                .map(entry -> entry.getKey() + "=" + entry.getValue())
                                .toList()));
        return StaffRequest.redirectWithNotice("/staff/tools", "toolDone");
    }

    private static PageResponse preview(
            StaffRequest staff, StaffTool tool, Map<String, String> inputs, StaffTool.Plan plan, String problem) {
        StaffRequest.StaffResult trial = staff.dryRunAll(plan.operations());
        if (!trial.isDone()) {
            return page(staff, tool, inputs, trial.problem(), List.of(), 0, "");
        }
        StatesDiff diff = StatesDiff.between(staff.request().snapshot(), trial.snapshot(), Integer.MAX_VALUE);
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
            Map<String, String> inputs,
            String problem,
            List<PreviewRow> rows,
            int total,
            String preview) {
        Map<String, PickField> pickers = pickers(staff, tool);
        List<ToolInput> fields = inputs.entrySet().stream()
                .map(entry -> new ToolInput(
                        entry.getKey(),
                        text("staff.tools." + tool.toolName() + "." + entry.getKey()),
                        entry.getValue(),
                        text("staff.tools." + tool.toolName() + "." + entry.getKey() + ".hint"),
                        Optional.ofNullable(pickers.get(entry.getKey()))))
                .toList();
        return staff.page(
                problem.isEmpty() ? 200 : 400,
                "tool",
                text("staff.tools." + tool.toolName()),
                problem,
                Map.of(
                        "tool", tool.toolName(),
                        "inputs", fields,
                        "rows", rows,
                        "total", total,
                        "preview", preview));
    }
}
