"""A browser of somebody's, as far as pages without scripts need one."""
import http.cookiejar
import re
import urllib.error
import urllib.parse
import urllib.request


class Stays(urllib.request.HTTPRedirectHandler):
    """Leads nowhere by itself: each step is looked at."""

    def redirect_request(self, *_):
        return None


class Browser:
    """A browser, with its cookies."""

    def __init__(self):
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(cookies, Stays())

    def open(self, url, form=None):
        """The status, where it leads, and the page."""
        body = None if form is None else urllib.parse.urlencode(form).encode()
        try:
            answer = self.opener.open(urllib.request.Request(url, body, {"accept": "text/html"}), timeout=30)
        except urllib.error.HTTPError as other:
            answer = other
        with answer:
            return answer.status, answer.headers.get("location"), answer.read().decode()


def hidden(page):
    """What the page's form sends along by itself."""
    return dict(re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', page))
