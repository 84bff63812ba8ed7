package org.example.signin

/** Where tokens stay while the app does not run: on Android, encrypted by a key of the Keystore, and in no backup. */
interface TokenStore {
    fun load(): Tokens?

    fun save(tokens: Tokens?)
}

/** Somebody who is signed in. One for the whole app, so that no two threads renew at once. */
class Session(
    private val signIn: SignIn,
    private val store: TokenStore,
    private val now: () -> Long = ::secondsNow,
) {
    /** A token for the next call, renewed when it is nearly over; [SignInFailed] once the person must sign in again. */
    @Synchronized
    fun accessToken(): String {
        val tokens = store.load() ?: throw SignInFailed("nobody is signed in")
        return if (now() < tokens.goodUntil - SPARE_SECONDS) tokens.access else renewed(tokens).access
    }

    /** For a call that was answered with 401 nevertheless: the session may have ended meanwhile. */
    @Synchronized
    fun renew(): String = renewed(store.load() ?: throw SignInFailed("nobody is signed in")).access

    @Synchronized
    fun signOut() {
        val tokens = store.load() ?: return
        store.save(null)
        signIn.revoke(tokens.refresh)
    }

    private fun renewed(tokens: Tokens): Tokens {
        val next = try {
            signIn.renew(tokens.refresh)
        } catch (over: SignInFailed) {
            store.save(null)
            throw over
        }
        // Kept before it is used: the hub takes a refresh token that is used up for 30 seconds more, then for stolen.
        store.save(next)
        return next
    }

    private companion object {
        const val SPARE_SECONDS = 30
    }
}
