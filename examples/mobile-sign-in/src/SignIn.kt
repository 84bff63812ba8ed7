package org.example.signin

import java.net.URI
import kotlinx.serialization.SerialName
import kotlinx.serialization.Serializable
import kotlinx.serialization.json.Json

/** What the hub says of itself at `/.well-known/oauth-authorization-server` (RFC 8414). */
@Serializable
data class Server(
    val issuer: String,
    @SerialName("authorization_endpoint") val authorizationEndpoint: String,
    @SerialName("token_endpoint") val tokenEndpoint: String,
    @SerialName("revocation_endpoint") val revocationEndpoint: String,
) {
    companion object {
        fun of(hub: String, http: Http): Server {
            val server = json.decodeFromString<Server>(http.get("$hub/.well-known/oauth-authorization-server").body)
            check(server.issuer == hub) { "$hub says it is ${server.issuer}" }
            return server
        }
    }
}

/** The app, as the hub's operator has registered it. It has no secret: whatever an app holds, anybody can read. */
data class App(val clientId: String, val redirectUri: String, val scope: String)

/** What the app keeps while the person is in the browser, also when the system stops it meanwhile. */
@Serializable
data class Attempt(val verifier: String, val state: String)

/** Tokens with which the app acts for somebody; `goodUntil` in seconds since 1970. */
@Serializable
data class Tokens(val access: String, val refresh: String, val goodUntil: Long)

/** Nobody is signed in. `reason` is an error of OAuth (`access_denied`, `invalid_grant`), or what did not fit. */
class SignInFailed(val reason: String) : Exception(reason)

/** Signs people in through the hub's own pages: the app never sees a password (RFC 8252). */
class SignIn(
    private val server: Server,
    private val app: App,
    private val http: Http,
    private val now: () -> Long = ::secondsNow,
) {
    fun begin() = Attempt(verifier = randomText(), state = randomText())

    /** Open it in the browser (a Custom Tab), never in a view of the app's own: people must see whose page it is. */
    fun address(attempt: Attempt): URI = URI(
        server.authorizationEndpoint + "?" + encode(
            mapOf(
                "response_type" to "code",
                "client_id" to app.clientId,
                "redirect_uri" to app.redirectUri,
                "scope" to app.scope,
                "state" to attempt.state,
                "code_challenge" to challengeOf(attempt.verifier),
                "code_challenge_method" to "S256",
            ),
        ),
    )

    /** The person is back, at this address. */
    fun finish(attempt: Attempt, callback: URI): Tokens {
        val answer = parameters(callback)
        if (answer["state"] != attempt.state) throw SignInFailed("this answers another attempt")
        if (answer["iss"] != server.issuer) throw SignInFailed("another server answers")
        val code = answer["code"] ?: throw SignInFailed(answer["error"] ?: "there is no code")
        return tokens(
            "grant_type" to "authorization_code",
            "code" to code,
            "redirect_uri" to app.redirectUri,
            "code_verifier" to attempt.verifier,
        )
    }

    /** The next pair. The refresh token is used up by it. */
    fun renew(refresh: String): Tokens = tokens("grant_type" to "refresh_token", "refresh_token" to refresh)

    /** Ends the session at the hub. */
    fun revoke(token: String) {
        val answer = http.post(server.revocationEndpoint, mapOf("client_id" to app.clientId, "token" to token))
        check(answer.status == 200) { "the hub answers ${answer.status}" }
    }

    private fun tokens(vararg form: Pair<String, String>): Tokens {
        val answer = http.post(server.tokenEndpoint, mapOf("client_id" to app.clientId, *form))
        return when (answer.status) {
            200 -> json.decodeFromString<Given>(answer.body).run { Tokens(access, refresh, now() + expiresIn) }
            400, 401 -> throw SignInFailed(json.decodeFromString<Refused>(answer.body).error)
            else -> error("the hub answers ${answer.status}") // It may be away: the same again in a while.
        }
    }
}

internal fun secondsNow() = System.currentTimeMillis() / 1000

@Serializable
private class Given(
    @SerialName("access_token") val access: String,
    @SerialName("refresh_token") val refresh: String,
    @SerialName("expires_in") val expiresIn: Long,
)

@Serializable
private class Refused(val error: String)

/** More may be said than is known here. */
internal val json = Json { ignoreUnknownKeys = true }
