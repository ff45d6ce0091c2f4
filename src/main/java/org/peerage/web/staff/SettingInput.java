package org.peerage.web.staff;

import static org.peerage.web.page.Texts.text;

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
        String unit) {

    static SettingInput of(SiteSettings.Setting setting, String value) {
        return switch (setting.kind()) {
            case SettingKind.Toggle() ->
                new SettingInput(setting.key(), text("setting." + setting.key()), true, false, value, "", "", "");
            case SettingKind.Text(int maxLength) ->
                new SettingInput(
                        setting.key(),
                        text("setting." + setting.key()),
                        false,
                        false,
                        value,
                        "",
                        String.valueOf(maxLength),
                        "");
            case SettingKind.WholeNumber(int min, int max, String unit) ->
                new SettingInput(
                        setting.key(),
                        text("setting." + setting.key()),
                        false,
                        true,
                        value,
                        String.valueOf(min),
                        String.valueOf(max),
                        text("staff.settings." + unit));
        };
    }

    public boolean isOn() {
        return value.equals("on");
    }
}
