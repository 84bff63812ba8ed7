
"use strict";
// Shows a passkey (WebAuthn Level 3), where the browser and the site can: asks the hub what to sign, has the authenticator
// sign it, and sends the form with its answer. Without this script the page has a password, and other ways.
(() => {
  const form = document.getElementById("passkey");
  const { domain, failed, answer } = form.dataset;
  const host = location.hostname;
  if (!window.PublicKeyCredential || !(host === domain || host.endsWith(`.${domain}`))) {
    return;
  }
  form.hidden = false;
  document.getElementById("passkey-way")?.removeAttribute("hidden");
  const message = form.querySelector("[role=alert]");
  const button = form.querySelector("button");

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const written = ({ rawId, response }) => ({
    id: text(rawId),
    rawId: text(rawId),
    type: "public-key",
    response: {
      clientDataJSON: text(response.clientDataJSON),
      authenticatorData: text(response.authenticatorData),
      signature: text(response.signature),
      ...(response.userHandle && { userHandle: text(response.userHandle) }),
    },
  });

  const show = async () => {
    const asked = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    if (!asked.ok) {
      throw new Error(String(asked.status));
    }
    const publicKey = await asked.json();
    publicKey.challenge = bytes(publicKey.challenge);
    return navigator.credentials.get({ publicKey });
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    message.textContent = "";
    button.disabled = true;
    form.elements[answer].value = "";
    show()
      .then((credential) => {
        form.elements[answer].value = JSON.stringify(written(credential));
        form.submit();
      })
      .catch(() => {
        message.textContent = failed;
      })
      .finally(() => {
        button.disabled = false;
      });
  });
})();
