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
 * @param hint about what is typed
 * @param shown the value that it has now
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
        String hint,
        String shown,
        List<SettingWord> words) {
    public SettingInput {
        words = List.copyOf(words);
    }

    /** A word that can be chosen. */
    public record SettingWord(String word, String label) {}

    /** The field that has the value that the form showed, by which it is known what somebody changed. */
    static String shown(SiteSettings.Setting setting) {
        return "was." + setting.key();
    }

    /**
     * A setting.
     *
     * @param shown its value
     * @param value what stands in the form
     */
    static SettingInput of(SiteSettings.Setting setting, String shown, String value) {
        return switch (setting.kind()) {
            case SettingKind.Toggle() -> of(setting, shown, value, true, false, "", "", "", "", List.of());
            case SettingKind.Text(int maxLength) ->
                typed(setting, shown, value, String.valueOf(maxLength), text("staff.settings.plainText"));
            case SettingKind.Day() -> typed(setting, shown, value, "10", text("staff.settings.dayHint"));
            case SettingKind.Rate() -> typed(setting, shown, value, "20", text("staff.settings.rateHint"));
            case SettingKind.Choice choice ->
                of(
                        setting,
                        shown,
                        value,
                        false,
                        false,
                        "",
                        "",
                        "",
                        "",
                        choice.all().stream()
                                .map(word ->
                                        new SettingWord(word, text("staff.settings." + setting.key() + "." + word)))
                                .toList());
            case SettingKind.WholeNumber(int min, int max, String unit) ->
                of(
                        setting,
                        shown,
                        value,
                        false,
                        true,
                        String.valueOf(min),
                        String.valueOf(max),
                        text("staff.settings." + unit),
                        "",
                        List.of());
        };
    }

    private static SettingInput typed(
            SiteSettings.Setting setting, String shown, String value, String max, String hint) {
        return of(setting, shown, value, false, false, "", max, "", hint, List.of());
    }

    private static SettingInput of(
            SiteSettings.Setting setting,
            String shown,
            String value,
            boolean isToggle,
            boolean isNumber,
            String min,
            String max,
            String unit,
            String hint,
            List<SettingWord> words) {
        return new SettingInput(
                setting.key(),
                text("setting." + setting.key()),
                isToggle,
                isNumber,
                value,
                min,
                max,
                unit,
                hint,
                shown,
                words);
    }

    public boolean isOn() {
        return value.equals("on");
    }
}
