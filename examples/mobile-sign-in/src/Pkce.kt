package org.example.signin

import java.security.MessageDigest
import java.security.SecureRandom
import java.util.Base64

/** 256 bits that nobody can guess, as text. */
fun randomText(): String = base64url(ByteArray(32).also { SecureRandom().nextBytes(it) })

/** What is told of a verifier before the code comes (RFC 7636, `S256`): whoever steals the code lacks the verifier. */
fun challengeOf(verifier: String): String =
    base64url(MessageDigest.getInstance("SHA-256").digest(verifier.toByteArray(Charsets.US_ASCII)))

private fun base64url(bytes: ByteArray) = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)
