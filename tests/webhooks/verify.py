"""Checks deliveries, given as JSON on standard input, by the reference library of Standard Webhooks for Python."""
import json
import sys

from standardwebhooks import Webhook, WebhookVerificationError


def is_good(delivery):
    try:
        return Webhook(delivery["secret"]).verify(delivery["body"], delivery["headers"]) is not None
    except WebhookVerificationError:
        return False


json.dump([is_good(delivery) for delivery in json.load(sys.stdin)], sys.stdout)
