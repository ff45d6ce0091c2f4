package org.peerage.web.people;

import java.util.List;
import org.peerage.accounts.factors.Passkey;
import org.peerage.accounts.factors.Passkeys;
import org.peerage.accounts.factors.RelyingParty;
import org.peerage.web.page.PageRequest;

/**
 * What a script hands to the browser to be answered by a device.
 *
 * @param party what the passkey is bound to
 * @param known ids of passkeys, separated by spaces: those that may answer, or, for a new one, those that must not
 */
public record PasskeyRequest(String challenge, String party, boolean usable, String known) {

    static PasskeyRequest of(PageRequest request, Passkeys.PasskeyUse use, List<Passkey> known) {
        RelyingParty party = request.relyingParty();
        return new PasskeyRequest(
                request.services().people().passkeys().challenge(use, request.csrfToken()),
                party.id(),
                party.isUsable(),
                String.join(" ", known.stream().map(Passkey::credential).toList()));
    }
}
