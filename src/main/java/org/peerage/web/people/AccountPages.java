package org.peerage.web.people;

import org.peerage.web.page.Reply;
import org.peerage.web.page.Visit;

/** What is below {@code /account/}: signing in, second factors, and the question whether it is really you. */
public final class AccountPages {
    private final LoginPages login = new LoginPages();
    private final SecondStepPages secondStep = new SecondStepPages();
    private final SecondFactorPages factors = new SecondFactorPages();
    private final ConfirmPages confirm = new ConfirmPages();

    public Reply answer(Visit visit) {
        return switch (visit.part(1)) {
            case "login" ->
                switch (visit.part(2)) {
                    case "" -> login.signIn(visit);
                    case "second" -> secondStep.show(visit);
                    case "passkey" -> secondStep.passkey(visit);
                    default -> new Reply.NotFound();
                };
            case "two_factor" -> factors.answer(visit);
            case "closed" -> ClosePages.closed(visit);
            case "confirm" -> confirm.answer(visit);
            default -> new Reply.NotFound();
        };
    }
}
