package org.peerage.web.objects;

import static org.peerage.web.objects.FormView.ControlType;
import static org.peerage.web.objects.FormView.FieldView;
import static org.peerage.web.objects.FormView.Option;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.types.ChoiceLists;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.NetIxLan;
import org.peerage.registry.types.Poc;
import org.peerage.schema.Field;
import org.peerage.schema.JsonKey;
import org.peerage.schema.Row;
import org.peerage.schema.ValueType;
import org.peerage.text.Collation;
import org.peerage.web.objects.FormView.GroupView;
import org.peerage.web.page.IdParser;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.Texts;

/** Makes the controls of a form from the declarations of its fields. */
final class FormBuilder {

    private final PageRequest request;
    private final FieldLayout layout;
    private final @Nullable Row row;
    private final long organization;

    /**
     * For one object.
     *
     * @param row the object; null: a new one
     * @param organization whose object it is; 0: nobody's
     */
    FormBuilder(PageRequest request, FieldLayout layout, @Nullable Row row, long organization) {
        this.request = request;
        this.layout = layout;
        this.row = row;
        this.organization = organization;
    }

    /** The fields of the form: without those that the visitor may not see. */
    List<FieldLayout.LayoutItem> items() {
        Row stored = row;
        return layout.items()
                .filter(item -> item.isInForm(stored == null))
                .filter(item -> stored == null
                        || !(item.key() instanceof Field<?> field)
                        || request.visibility().showsKey(stored, field, request.snapshot()))
                .toList();
    }

    List<GroupView> groups(FieldValues values, FormErrors errors, Map<String, String> meanwhile) {
        List<FieldLayout.LayoutItem> items = items();
        String first = items.stream()
                .map(item -> item.key().name())
                .filter(errors.fields()::containsKey)
                .findFirst()
                .orElse("");
        Row stored = row;
        Map<String, String> owners = stored == null ? Map.of() : FieldOwners.hints(request, stored);
        List<GroupView> groups = new ArrayList<>();
        for (FieldLayout.FieldGroup group : layout.groups()) {
            List<FieldView> fields = group.items().stream()
                    .filter(items::contains)
                    .map(item -> field(item, values, errors, meanwhile, owners, first))
                    .toList();
            if (!fields.isEmpty()) {
                groups.add(new GroupView(group.title(), fields));
            }
        }
        return groups;
    }

    private FieldView field(
            FieldLayout.LayoutItem item,
            FieldValues values,
            FormErrors errors,
            Map<String, String> meanwhile,
            Map<String, String> owners,
            String first) {
        JsonKey key = item.key();
        ControlType control = control(key);
        List<String> texts = values.of(key.name());
        Field<?> field = key instanceof Field<?> known ? known : null;
        return new FieldView(
                key.name(),
                item.label(),
                (owners.getOrDefault(key.name(), "") + " " + item.hintText()).strip(),
                control,
                field == null ? "text" : type(field),
                texts,
                field == null ? List.of() : options(field, texts),
                errors.fields().getOrDefault(key.name(), ""),
                meanwhile.getOrDefault(key.name(), ""),
                field == null ? 0 : field.maxLength().orElse(0),
                field != null && field.isRequired() && !field.mayBeBlank() && field.type() != ValueType.ADDRESS,
                key.name().equals(first),
                control == ControlType.PICK && field != null
                        ? ObjectPicker.source(field).typeName()
                        : "");
    }

    private static ControlType control(JsonKey key) {
        if (!(key instanceof Field<?> field)) {
            return ControlType.TEXT;
        }
        if (field.type() == ValueType.SOCIAL_MEDIA) {
            return ControlType.LINKS;
        }
        if (field.type() == ValueType.STRING_LIST) {
            return ControlType.CHECKBOXES;
        }
        if (field.type() == ValueType.BOOLEAN) {
            return field.isNullable() ? ControlType.SELECT : ControlType.CHECKBOX;
        }
        if (field.isReference()) {
            return field == Fac.CAMPUS_ID || field == NetIxLan.NET_SIDE_ID ? ControlType.SELECT : ControlType.PICK;
        }
        if (!field.choices().isEmpty()) {
            return ControlType.SELECT;
        }
        boolean isLong = field.type() == ValueType.TEXT && field.maxLength().isEmpty();
        return isLong ? ControlType.LONG_TEXT : ControlType.TEXT;
    }

    private static String type(Field<?> field) {
        return switch (field.format()) {
            case "url" -> "url";
            case "email" -> "email";
            case "phone" -> "tel";
            default -> "text";
        };
    }

    private List<Option> options(Field<?> field, List<String> stored) {
        List<Option> options = new ArrayList<>();
        if (field == Fac.CAMPUS_ID) {
            options.add(new Option("", Texts.text("object.choice.none")));
            ObjectPicker.campuses(request.snapshot(), organization).forEach(campus -> options.add(option(campus)));
        } else if (field == NetIxLan.NET_SIDE_ID) {
            options.add(new Option("", Texts.text("object.choice.notSet")));
            if (row != null) {
                ObjectPicker.facilityChoices(request.snapshot(), row, false)
                        .forEach(facility -> options.add(option(facility)));
            }
        } else if (field.isReference()) {
            return List.of();
        } else if (field.type() == ValueType.BOOLEAN && field.isNullable()) {
            options.addAll(List.of(
                    noChoice(),
                    new Option("true", Texts.text("object.yes")),
                    new Option("false", Texts.text("object.no"))));
        } else if (field.type() == ValueType.SOCIAL_MEDIA) {
            ChoiceLists.SOCIAL_SERVICES.forEach(service -> options.add(new Option(service, service)));
        } else if (field.type() == ValueType.STRING_LIST) {
            field.choices().forEach(choice -> options.add(new Option(choice.toString(), label(field, choice))));
            return options;
        } else if (!field.choices().isEmpty()) {
            choices(field, options);
        }
        keepStored(options, stored, field);
        return options;
    }

    private static void choices(Field<?> field, List<Option> options) {
        if (field.mayBeBlank() || field.isNullable() || (field.isRequired() && field.defaultValue() == null)) {
            options.add(noChoice());
        } else if (field.isRequired()) {
            options.add(new Option("", Texts.text("object.choice.choose")));
        }
        List<Option> all = new ArrayList<>();
        for (Object choice : field.choices()) {
            boolean retired = field == Poc.VISIBLE && choice.equals("Private");
            if (!choice.toString().isEmpty() && !retired) {
                all.add(new Option(choice.toString(), label(field, choice)));
            }
        }
        if (isCountry(field)) {
            all.sort((one, other) -> Collation.compare(one.text(), other.text()));
        }
        options.addAll(all);
    }

    /** Old values that could not be chosen today stay until somebody changes them. */
    private void keepStored(List<Option> options, List<String> stored, Field<?> field) {
        if (field.type() == ValueType.SOCIAL_MEDIA || stored.isEmpty()) {
            return;
        }
        String value = stored.getFirst();
        if (!options.isEmpty()
                && options.stream().noneMatch(option -> option.value().equals(value))) {
            OptionalLong id = field.isReference() ? IdParser.parse(value) : OptionalLong.empty();
            options.add(new Option(
                    value, id.isPresent() ? ValueFormatter.text(field, id.getAsLong(), request.snapshot()) : value));
        }
    }

    private static Option option(Row target) {
        return new Option(Long.toString(target.id()), target.name());
    }

    private static Option noChoice() {
        return new Option("", Texts.text("object.choice.notSet"));
    }

    private static String label(Field<?> field, Object choice) {
        if (field.name().equals("ixp_update_exclude")) {
            return Texts.text("object.excluded." + choice);
        }
        if (field.name().endsWith("visible")) {
            return Texts.text("object.visible." + choice);
        }
        return isCountry(field)
                ? Texts.text("object.country", Texts.country(choice.toString()), choice)
                : Texts.choice(choice.toString());
    }

    private static boolean isCountry(Field<?> field) {
        return field.format().equals("country");
    }
}
