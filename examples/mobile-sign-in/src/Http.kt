package org.example.signin

import java.net.URI
import java.net.URLDecoder
import java.net.URLEncoder
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse.BodyHandlers
import java.time.Duration

class Answer(val status: Int, val body: String)

/** What sends requests. Android has no `java.net.http`: write the same two functions with OkHttp there. */
interface Http {
    fun get(url: String, bearer: String? = null): Answer

    fun post(url: String, form: Map<String, String>): Answer
}

/** The JDK's client. It follows no redirects unless it is told to, and must not be told to: forms here hold secrets. */
class JdkHttp : Http {
    private val client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build()

    override fun get(url: String, bearer: String?): Answer {
        val request = request(url).GET()
        bearer?.let { request.header("Authorization", "Bearer $it") }
        return send(request)
    }

    override fun post(url: String, form: Map<String, String>): Answer {
        val request = request(url).header("Content-Type", "application/x-www-form-urlencoded")
        return send(request.POST(BodyPublishers.ofString(encode(form))))
    }

    private fun request(url: String) = HttpRequest.newBuilder(URI(url)).timeout(Duration.ofSeconds(30))

    private fun send(request: HttpRequest.Builder): Answer {
        val response = client.send(request.build(), BodyHandlers.ofString())
        return Answer(response.statusCode(), response.body())
    }
}

/** Parameters as a query or a form writes them. */
fun encode(parameters: Map<String, String>): String =
    parameters.entries.joinToString("&") { (name, value) -> "${escape(name)}=${escape(value)}" }

/** The parameters of an address. One that stands there twice is none: nobody knows which of the two is meant. */
fun parameters(address: URI): Map<String, String> =
    address.rawQuery.orEmpty().split("&").map { it.split("=", limit = 2) }
        .groupBy({ unescape(it[0]) }, { unescape(it.getOrElse(1) { "" }) })
        .filterValues { it.size == 1 }
        .mapValues { it.value.single() }

private fun escape(text: String) = URLEncoder.encode(text, Charsets.UTF_8)

private fun unescape(text: String) = URLDecoder.decode(text, Charsets.UTF_8)
