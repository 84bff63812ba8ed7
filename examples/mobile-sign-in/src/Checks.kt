package org.example.signin

import java.io.IOException
import java.net.URI

/** What must hold without a hub. */
object Checks {
    private val server = Server("https://hub.example", "https://hub.example/a", "https://hub.example/t", "/r")
    private val app = App("client", "com.example.app:/callback", "profile")

    @JvmStatic
    fun main(arguments: Array<String>) {
        theChallengeIsThatOfTheRfc()
        onlyAnAnswerToThisAttemptCounts()
        theNextTokensAreKeptBeforeTheyAreUsed()
        println("all hold")
    }

    private fun theChallengeIsThatOfTheRfc() {
        val challenge = challengeOf("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk") // RFC 7636, appendix B
        check(challenge == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
        check(randomText() != randomText() && randomText().length == 43)
    }

    private fun onlyAnAnswerToThisAttemptCounts() {
        val hub = Played { given("a", "r") }
        val signIn = SignIn(server, app, hub)
        val attempt = signIn.begin()
        fun came(query: String) = signIn.finish(attempt, URI("com.example.app:/callback?$query"))
        val mine = "state=${attempt.state}"
        val iss = "iss=https%3A%2F%2Fhub.example"

        check(refused { came("code=c&state=other&$iss") } == "this answers another attempt")
        check(refused { came("code=c&$mine&iss=https%3A%2F%2Fevil.example") } == "another server answers")
        check(refused { came("code=c&$mine") } == "another server answers")
        check(refused { came("error=access_denied&$mine&$iss") } == "access_denied")
        check(refused { came("code=c&code=d&$mine&$iss") } == "there is no code")
        check(hub.forms.isEmpty())
        check(came("code=c&$mine&$iss").refresh == "r")
        check(hub.forms.single()["code_verifier"] == attempt.verifier)
    }

    private fun theNextTokensAreKeptBeforeTheyAreUsed() {
        var answer = { given("b", "s") }
        val hub = Played { answer() }
        var now = 0L
        val store = InMemory().apply { save(Tokens("a", "r", 600)) }
        val session = Session(SignIn(server, app, hub) { now }, store) { now }

        check(session.accessToken() == "a" && hub.forms.isEmpty())
        now = 590
        check(session.accessToken() == "b" && store.load()?.refresh == "s")
        // An answer that is lost loses nobody's session; one that says it is over ends it.
        now = 1_190
        answer = { throw IOException("no network") }
        check(runCatching { session.accessToken() }.exceptionOrNull() is IOException && store.load()?.refresh == "s")
        answer = { Answer(400, """{"error": "invalid_grant"}""") }
        check(refused { session.accessToken() } == "invalid_grant" && store.load() == null)
    }

    private fun given(access: String, refresh: String) =
        Answer(200, """{"access_token": "$access", "refresh_token": "$refresh", "expires_in": 600, "more": 1}""")

    private fun refused(attempt: () -> Any): String? =
        runCatching(attempt).exceptionOrNull().let { (it as? SignInFailed)?.reason }

    /** A hub that is played, and what it was sent. */
    private class Played(private val answer: () -> Answer) : Http {
        val forms = mutableListOf<Map<String, String>>()

        override fun get(url: String, bearer: String?) = answer()

        override fun post(url: String, form: Map<String, String>) = answer().also { forms += form }
    }
}
