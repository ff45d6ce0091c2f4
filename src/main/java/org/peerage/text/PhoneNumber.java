package org.peerage.text;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A phone number in E.164 ({@code +442079460123}). It only has to be readable as one; whether such a number can
 * exist is not asked (objects §1.10), so {@code 12} in the US is {@code +112}. An extension is dropped.
 *
 * @param e164 {@code +} and digits; use {@link #parse} for what people type. The constructor throws
 *     {@link IllegalArgumentException} for anything else
 */
public record PhoneNumber(String e164) {

    public PhoneNumber {
        if (e164.length() < 2 || e164.charAt(0) != '+' || !e164.chars().skip(1).allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("Not a phone number in E.164: " + e164);
        }
    }

    /** Reads a number as dialled within the country; without a country it has to begin with {@code +}. */
    public static Optional<PhoneNumber> parse(String text, @Nullable CountryCode country) {
        PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
        try {
            var number = numbers.parse(text, country == null ? null : country.toString());
            return Optional.of(new PhoneNumber(numbers.format(number, PhoneNumberFormat.E164)));
        } catch (NumberParseException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return e164;
    }
}
