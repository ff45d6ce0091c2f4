package org.peerage.web.staff;

import static org.peerage.web.page.Texts.text;

import java.util.List;
import org.peerage.accounts.SiteSettings;
import org.peerage.accounts.SiteSettings.SettingKind;

/**
 * A setting in the form.
 *
 * @param isToggle whether it is ticked or not, else typed
 * @param min of a number; empty: it is none
 * @param unit behind a number
 */
public record SettingInput(
        String name,
        String label,
        boolean isToggle,
        boolean isNumber,
        String value,
        String min,
        String max,
        String unit,
        List<SettingWord> words) {
    public SettingInput {
        words = List.copyOf(words);
    }

    /** A word that can be chosen. */
    public record SettingWord(String word, String label) {}

    static SettingInput of(SiteSettings.Setting setting, String value) {
        String name = setting.key();
        String label = text("setting." + name);
        return switch (setting.kind()) {
            case SettingKind.Toggle() -> new SettingInput(name, label, true, false, value, "", "", "", List.of());
            case SettingKind.Text(int maxLength) ->
                new SettingInput(name, label, false, false, value, "", String.valueOf(maxLength), "", List.of());
            case SettingKind.Day() -> new SettingInput(name, label, false, false, value, "", "10", "", List.of());
            case SettingKind.Rate() -> new SettingInput(name, label, false, false, value, "", "20", "", List.of());
            case SettingKind.Choice(List<String> words) ->
                new SettingInput(
                        name,
                        label,
                        false,
                        false,
                        value,
                        "",
                        "",
                        "",
                        words.stream()
                                .map(word -> new SettingWord(word, text("staff.settings." + name + "." + word)))
                                .toList());
            case SettingKind.WholeNumber(int min, int max, String unit) ->
                new SettingInput(
                        name,
                        label,
                        false,
                        true,
                        value,
                        String.valueOf(min),
                        String.valueOf(max),
                        text("staff.settings." + unit),
                        List.of());
        };
    }

    public boolean isOn() {
        return value.equals("on");
    }
}
