package org.example.signin

import java.net.InetAddress
import java.net.ServerSocket
import java.net.URI

/**
 * The same on a desktop: listens on a port of its own for the person who comes back (RFC 8252, 7.3), shows whose
 * account it is, and signs out. On a telephone, the system hands the app the address instead.
 */
fun main(arguments: Array<String>) {
    val (hub, clientId) = arguments
    val http = JdkHttp()
    ServerSocket(0, 5, InetAddress.getLoopbackAddress()).use { listener ->
        val app = App(clientId, "http://127.0.0.1:${listener.localPort}/callback", scope = "profile cards:read")
        val signIn = SignIn(Server.of(hub, http), app, http)
        val attempt = signIn.begin()
        println("Open in a browser: ${signIn.address(attempt)}")

        val store = InMemory()
        store.save(signIn.finish(attempt, comesBack(listener, app.redirectUri)))
        val session = Session(signIn, store)
        println("profile: ${http.get("$hub/v1/account", session.accessToken()).status}")
        println("cards: ${http.get("$hub/v1/cards", session.accessToken()).status}")
        println("cases, which nobody agreed to: ${http.get("$hub/v1/cases", session.accessToken()).status}")
        val renewed = session.renew()
        println("profile, with the next token: ${http.get("$hub/v1/account", renewed).status}")
        session.signOut()
        println("profile, signed out: ${http.get("$hub/v1/account", renewed).status}")
    }
}

class InMemory : TokenStore {
    private var tokens: Tokens? = null

    override fun load() = tokens

    override fun save(tokens: Tokens?) {
        this.tokens = tokens
    }
}

/** The address at which the person comes back. Browsers ask for other things too, icons for instance. */
private fun comesBack(listener: ServerSocket, redirectUri: String): URI {
    val path = URI(redirectUri).path
    while (true) {
        listener.accept().use { connection ->
            val reader = connection.getInputStream().bufferedReader()
            val target = reader.readLine()?.split(" ")?.getOrNull(1).orEmpty()
            while (!reader.readLine().isNullOrEmpty()) Unit
            val isBack = target.substringBefore("?") == path
            val (status, text) = if (isBack) "200 OK" to "You can close this page." else "404 Not Found" to ""
            val head = "HTTP/1.1 $status\r\nContent-Type: text/plain\r\nContent-Length: ${text.length}"
            connection.getOutputStream().write("$head\r\n\r\n$text".toByteArray())
            if (isBack) return URI(redirectUri.substringBefore(path) + target)
        }
    }
}
