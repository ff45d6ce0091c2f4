package org.peerage.web.people;

import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;

/** What is below {@code /account/}: signing in, second factors, and the question whether it is really you. */
public final class AccountPages {
    private final LoginPages login = new LoginPages();
    private final SecondFactorLoginPages secondStep = new SecondFactorLoginPages();
    private final SecondFactorPages factors = new SecondFactorPages();
    private final ReauthenticationPages confirm = new ReauthenticationPages();

    public PageResponse answer(PageRequest request) {
        return switch (request.pathSegment(1)) {
            case "login" ->
                switch (request.pathSegment(2)) {
                    case "" -> login.signIn(request);
                    case "second" -> secondStep.show(request);
                    case "passkey" -> secondStep.passkey(request);
                    default -> new PageResponse.NotFoundResponse();
                };
            case "two_factor" -> factors.answer(request);
            case "closed" -> AccountClosurePages.closed(request);
            case "confirm" -> confirm.answer(request);
            case "recover" -> new FactorRecoveryPages().answer(request);
            default -> new PageResponse.NotFoundResponse();
        };
    }
}
