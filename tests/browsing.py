"""A browser without scripts, and a frontend, for the tests that are not written in Rust."""
import html
import http.cookiejar
import json
import re
import urllib.error
import urllib.parse
import urllib.request


def expect(holds, otherwise):
    if not holds:
        raise AssertionError(otherwise)


class Stays(urllib.request.HTTPRedirectHandler):
    """Leads nowhere by itself: each step is looked at."""

    def redirect_request(self, *_):
        return None


class Browser:
    """A browser of somebody's, with its cookies."""

    def __init__(self, language="fr"):
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(cookies, Stays())
        self.headers = {"accept": "text/html", "accept-language": language}

    def open(self, url, form=None):
        body = None if form is None else urllib.parse.urlencode(form).encode()
        try:
            answer = self.opener.open(urllib.request.Request(url, body, self.headers), timeout=30)
        except urllib.error.HTTPError as other:
            answer = other
        with answer:
            return answer.status, answer.headers.get("location"), answer.read().decode()

    def follow(self, url, form=None, until=None):
        """From one address to the next, until there is a page, or the frontend's address, which is not opened."""
        for _ in range(20):
            status, onward, page = self.open(url, form)
            form = None
            if status not in (302, 303):
                return url, page
            url = urllib.parse.urljoin(url, onward)
            if until and url.startswith(until):
                return url, None
        raise AssertionError(f"no end: {url}")


def hidden(page):
    """What a page's form sends along without being asked."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in found}


class Api:
    """A frontend."""

    def __init__(self, url, token=None):
        self.url, self.token = url, token

    def ask(self, method, path, body=None):
        headers = {"content-type": "application/json"} if body is not None else {}
        if self.token:
            headers["authorization"] = f"Bearer {self.token}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        try:
            answer = urllib.request.urlopen(request, timeout=60)
        except urllib.error.HTTPError as problem:
            answer = problem
        with answer:
            text = answer.read()
            return answer.status, json.loads(text) if text else None

    def ok(self, method, path, body=None):
        status, answer = self.ask(method, path, body)
        expect(200 <= status < 300, f"{method} {path}: {status} {answer}")
        return answer

    def refused(self, status, code, method, path, body=None):
        found, answer = self.ask(method, path, body)
        expect((found, answer and answer.get("code")) == (status, code), f"{method} {path}: {found} {answer}")

    def bearing(self, tokens):
        return type(self)(self.url, tokens["access_token"])

    def by_password(self, email, password):
        return self.bearing(self.ok("POST", "/v1/sessions", {"email": email, "password": password}))
