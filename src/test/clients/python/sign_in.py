"""A portal that lets people sign in with their account: as Authlib does it, or as a Django portal with python-social-auth.

sign_in.py KIND ISSUER CLIENT_ID CLIENT_SECRET USERNAME PASSWORD: prints what the portal learned, as JSON.
"""

import json
import re
import sys
from urllib.parse import parse_qs, urljoin, urlsplit

import requests

CALLBACK = "https://portal.example.net/cb"


class Person:
    """Somebody in front of a browser."""

    def __init__(self, username, password):
        self.browser = requests.Session()
        self.username = username
        self.password = password

    def visit(self, url):
        """Goes where they are sent, signs in, allows; gives the address of the portal they end at."""
        for _ in range(10):
            if url.startswith(CALLBACK):
                return url
            answer = self.browser.get(url, allow_redirects=False)
            if answer.status_code == 200:
                answer = self.fill_in(url, answer.text)
            assert answer.status_code in (301, 302, 303), (url, answer.status_code, answer.text)
            url = urljoin(url, answer.headers["Location"])
        raise AssertionError("no end of redirects at " + url)

    def fill_in(self, url, page):
        form = next(f for f in re.findall(r"<form.*?</form>", page, re.S) if 'name="password"' in f or 'name="allow"' in f)
        fields = {n: v.replace("&amp;", "&") for n, v in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form)}
        if 'name="password"' in form:
            fields.update(username=self.username, password=self.password)
        else:
            fields.update(allow="true")
        action = re.search(r'action="([^"]+)"', form).group(1)
        return self.browser.post(urljoin(url, action), data=fields, allow_redirects=False)


def authlib(issuer, client_id, secret, person):
    """A strict OpenID Connect client: discovery, PKCE, nonce, and an id_token that is checked in full."""
    from authlib.integrations.requests_client import OAuth2Session
    from authlib.jose import JsonWebKey, jwt
    from authlib.oidc.core import CodeIDToken

    config = requests.get(issuer + "/.well-known/openid-configuration").json()
    assert config["issuer"] == issuer, config
    assert requests.get(issuer.rsplit("/", 1)[0] + "/.well-known/openid-configuration").json() == config
    client = OAuth2Session(
        client_id, secret, scope="openid profile email networks", redirect_uri=CALLBACK, code_challenge_method="S256",
        token_endpoint_auth_method="client_secret_basic")
    verifier = "v" * 64
    url, state = client.create_authorization_url(config["authorization_endpoint"], code_verifier=verifier, nonce="n1")
    back = person.visit(url)
    assert parse_qs(urlsplit(back).query)["iss"] == [issuer], back
    token = client.fetch_token(
        config["token_endpoint"], authorization_response=back, state=state, code_verifier=verifier)
    keys = JsonWebKey.import_key_set(requests.get(config["jwks_uri"]).json())
    claims = jwt.decode(
        token["id_token"], keys, claims_cls=CodeIDToken,
        claims_options={"iss": {"essential": True, "value": issuer}, "aud": {"essential": True, "value": client_id}},
        claims_params={"nonce": "n1", "client_id": client_id, "access_token": token["access_token"]})
    claims.validate()
    user = client.get(config["userinfo_endpoint"]).json()
    assert user["sub"] == claims["sub"], (user, claims)
    token = client.refresh_token(config["token_endpoint"], refresh_token=token["refresh_token"])
    assert client.get(config["userinfo_endpoint"]).json() == user
    return user


def social(issuer, client_id, secret, person):
    """python-social-auth with the backend that Django portals have, but for the host."""
    from social_core.backends.oauth import BaseOAuth2
    from social_core.storage import BaseStorage
    from social_core.strategy import BaseStrategy
    from social_core.exceptions import AuthException

    class PeeringDBOAuth2(BaseOAuth2):
        name = "peeringdb"
        AUTHORIZATION_URL = issuer + "/authorize/"
        ACCESS_TOKEN_URL = issuer + "/token/"
        ACCESS_TOKEN_METHOD = "POST"
        DEFAULT_SCOPE = ["email", "profile", "networks", "amr"]
        EXTRA_DATA = ["networks", "amr"]

        def get_user_details(self, response):
            if response.get("verified_user") is not True:
                raise AuthException(self, "User is not verified")
            return {"username": response.get("given_name"), "email": response.get("email") or ""}

        def user_data(self, access_token, *args, **kwargs):
            return self.get_json(
                issuer.rsplit("/", 1)[0] + "/profile/v1", headers={"Authorization": "Bearer " + access_token})

    class Strategy(BaseStrategy):
        values = {"SOCIAL_AUTH_PEERINGDB_KEY": client_id, "SOCIAL_AUTH_PEERINGDB_SECRET": secret}
        session = {}
        data = {}

        def get_setting(self, name):
            return self.values[name]

        def request_data(self, merge=True):
            return self.data

        def session_get(self, name, default=None):
            return self.session.get(name, default)

        def session_set(self, name, value):
            self.session[name] = value

        def build_absolute_uri(self, path=None):
            return CALLBACK

        def request_host(self):
            return "portal.example.net"

    strategy = Strategy(storage=BaseStorage)
    backend = PeeringDBOAuth2(strategy, redirect_uri=CALLBACK)
    back = person.visit(backend.auth_url())
    strategy.data = {n: v[0] for n, v in parse_qs(urlsplit(back).query).items()}
    backend.data = strategy.data
    state = backend.validate_state()
    tokens = backend.request_access_token(
        backend.access_token_url(), data=backend.auth_complete_params(state), headers=backend.auth_headers(),
        auth=backend.auth_complete_credentials(), method=backend.ACCESS_TOKEN_METHOD)
    profile = backend.user_data(tokens["access_token"])
    backend.get_user_details(profile)
    return profile


if __name__ == "__main__":
    kind, issuer, client_id, secret, username, password = sys.argv[1:]
    print(json.dumps({"authlib": authlib, "social": social}[kind](issuer, client_id, secret, Person(username, password))))
