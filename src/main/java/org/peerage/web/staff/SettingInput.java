package org.peerage.web.staff;

import static org.peerage.web.page.Texts.text;

import org.peerage.accounts.SiteSettings;
import org.peerage.accounts.SiteSettings.Setting;
import org.peerage.accounts.SiteSettings.SettingKind;

/**
 * A setting in the form.
 *
 * @param shown the value that it has now
 * @param value what stands in the form
 */
public record SettingInput(Setting setting, String shown, String value) {
    private static final int DAY_LENGTH = 10;
    private static final int RATE_LENGTH = 20;

    /** The field that has the value that the form showed, by which it is known what somebody changed. */
    static String shownField(Setting setting) {
        return "was." + setting.key();
    }

    public String shownField() {
        return shownField(setting);
    }

    public String name() {
        return setting.key();
    }

    public String label() {
        return text("setting." + setting.key());
    }

    public SettingKind kind() {
        return setting.kind();
    }

    public boolean isOn() {
        return value.equals("on");
    }

    /** The most characters of what is typed. */
    public int maxLength() {
        return switch (kind()) {
            case SettingKind.Text(int maxLength) -> maxLength;
            case SettingKind.Contact() -> SiteSettings.MAX_BANNER_LENGTH;
            case SettingKind.Day() -> DAY_LENGTH;
            case SettingKind.Rate() -> RATE_LENGTH;
            case SettingKind.Toggle _, SettingKind.Choice _, SettingKind.WholeNumber _ -> 0;
        };
    }

    /** About what is typed. */
    public String hint() {
        return switch (kind()) {
            case SettingKind.Text _ -> text("staff.settings.plainText");
            case SettingKind.Contact _ -> text("staff.settings.contactHint");
            case SettingKind.Day _ -> text("staff.settings.dayHint");
            case SettingKind.Rate _ -> text("staff.settings.rateHint");
            case SettingKind.Toggle _, SettingKind.Choice _, SettingKind.WholeNumber _ -> "";
        };
    }
}
