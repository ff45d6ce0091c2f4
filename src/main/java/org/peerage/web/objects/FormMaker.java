package org.peerage.web.objects;

import static org.peerage.web.objects.FormView.Control;
import static org.peerage.web.objects.FormView.FieldView;
import static org.peerage.web.objects.FormView.Option;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.types.Choices;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.NetIxLan;
import org.peerage.registry.types.Poc;
import org.peerage.schema.Field;
import org.peerage.schema.Key;
import org.peerage.schema.Row;
import org.peerage.schema.ValueType;
import org.peerage.web.objects.FormView.GroupView;
import org.peerage.web.page.Visit;

/** Makes the controls of a form from the declarations of its fields. */
final class FormMaker {
    private static final Option NONE = new Option("", "not set");

    private final Visit visit;
    private final Layout layout;
    private final @Nullable Row row;
    private final long organization;

    /**
     * For one object.
     *
     * @param row the object; null: a new one
     * @param organization whose object it is; 0: nobody's
     */
    FormMaker(Visit visit, Layout layout, @Nullable Row row, long organization) {
        this.visit = visit;
        this.layout = layout;
        this.row = row;
        this.organization = organization;
    }

    /** The fields of the form: without those that the visitor may not see. */
    List<Layout.Item> items() {
        Row stored = row;
        return layout.items()
                .filter(item -> item.isInForm(stored == null))
                .filter(item -> stored == null
                        || !(item.key() instanceof Field<?> field)
                        || visit.sight().showsKey(stored, field, visit.snapshot()))
                .toList();
    }

    List<GroupView> groups(Values values, Wrong wrong, Map<String, String> meanwhile) {
        List<Layout.Item> items = items();
        String first = items.stream()
                .map(item -> item.key().name())
                .filter(wrong.fields()::containsKey)
                .findFirst()
                .orElse("");
        List<GroupView> groups = new ArrayList<>();
        for (Layout.Group group : layout.groups()) {
            List<FieldView> fields = group.items().stream()
                    .filter(items::contains)
                    .map(item -> field(item, values, wrong, meanwhile, first))
                    .toList();
            if (!fields.isEmpty()) {
                groups.add(new GroupView(group.title(), fields));
            }
        }
        return groups;
    }

    private FieldView field(Layout.Item item, Values values, Wrong wrong, Map<String, String> meanwhile, String first) {
        Key key = item.key();
        Control control = control(key);
        List<String> texts = values.of(key.name());
        Field<?> field = key instanceof Field<?> known ? known : null;
        return new FieldView(
                key.name(),
                item.label(),
                item.hint(),
                control,
                field == null ? "text" : type(field),
                texts,
                field == null ? List.of() : options(field, texts),
                wrong.fields().getOrDefault(key.name(), ""),
                meanwhile.getOrDefault(key.name(), ""),
                field == null ? 0 : field.maxLength().orElse(0),
                field != null && field.isRequired() && !field.mayBeBlank() && field.type() != ValueType.ADDRESS,
                key.name().equals(first),
                control == Control.PICK && field != null
                        ? Choosing.source(field).tag()
                        : "");
    }

    private static Control control(Key key) {
        if (!(key instanceof Field<?> field)) {
            return Control.TEXT;
        }
        if (field.type() == ValueType.SOCIAL_MEDIA) {
            return Control.LINKS;
        }
        if (field.type() == ValueType.WORDS) {
            return Control.CHECKBOXES;
        }
        if (field.type() == ValueType.BOOLEAN) {
            return field.isNullable() ? Control.SELECT : Control.CHECKBOX;
        }
        if (field.isReference()) {
            return field == Fac.CAMPUS_ID || field == NetIxLan.NET_SIDE_ID ? Control.SELECT : Control.PICK;
        }
        if (!field.choices().isEmpty()) {
            return Control.SELECT;
        }
        boolean isLong = field.type() == ValueType.TEXT && field.maxLength().isEmpty();
        return isLong ? Control.LONG_TEXT : Control.TEXT;
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
            options.add(new Option("", "none"));
            Choosing.campuses(visit.snapshot(), organization).forEach(campus -> options.add(option(campus)));
        } else if (field == NetIxLan.NET_SIDE_ID) {
            options.add(new Option("", "not said"));
            if (row != null) {
                Choosing.ends(visit.snapshot(), row, false).forEach(facility -> options.add(option(facility)));
            }
        } else if (field.isReference()) {
            return List.of();
        } else if (field.type() == ValueType.BOOLEAN && field.isNullable()) {
            options.addAll(List.of(NONE, new Option("true", "yes"), new Option("false", "no")));
        } else if (field.type() == ValueType.SOCIAL_MEDIA) {
            Choices.SOCIAL_SERVICES.forEach(service -> options.add(new Option(service, service)));
        } else if (field.type() == ValueType.WORDS) {
            field.choices().forEach(choice -> options.add(new Option(choice.toString(), words(field, choice))));
            return options;
        } else if (!field.choices().isEmpty()) {
            choices(field, options);
        }
        keepStored(options, stored, field);
        return options;
    }

    private static void choices(Field<?> field, List<Option> options) {
        if (field.mayBeBlank() || field.isNullable() || (field.isRequired() && field.initial() == null)) {
            options.add(NONE);
        } else if (field.isRequired()) {
            options.add(new Option("", "choose"));
        }
        for (Object choice : field.choices()) {
            boolean retired = field == Poc.VISIBLE && choice.equals("Private");
            if (!choice.toString().isEmpty() && !retired) {
                options.add(new Option(choice.toString(), words(field, choice)));
            }
        }
    }

    /** Old values that could not be chosen today stay until somebody changes them. */
    private void keepStored(List<Option> options, List<String> stored, Field<?> field) {
        if (field.type() == ValueType.SOCIAL_MEDIA || stored.isEmpty()) {
            return;
        }
        String value = stored.getFirst();
        if (!options.isEmpty()
                && options.stream().noneMatch(option -> option.value().equals(value))) {
            boolean id = field.isReference() && value.matches("[0-9]{1,18}");
            options.add(new Option(value, id ? Shown.text(field, Long.parseLong(value), visit.snapshot()) : value));
        }
    }

    private static Option option(Row target) {
        return new Option(Long.toString(target.id()), Places.plainName(target));
    }

    private static String words(Field<?> field, Object choice) {
        if (field.name().equals("ixp_update_exclude")) {
            return switch (choice.toString()) {
                case "speed" -> "the speed";
                case "is_rs_peer" -> "whether you peer with route servers";
                default -> "whether it is operational";
            };
        }
        if (field.name().endsWith("visible")) {
            return switch (choice.toString()) {
                case "Public" -> "everybody";
                case "Users" -> "signed-in users";
                default -> "the organization's members";
            };
        }
        return choice.toString();
    }
}
