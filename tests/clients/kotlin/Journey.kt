// The README's journey with the client that openapi-generator (`-g kotlin`) makes of openapi.yaml.

import cqchub.apis.*
import cqchub.infrastructure.*
import cqchub.models.*
import java.io.File
import java.time.LocalDate
import java.time.OffsetDateTime

const val EMAIL = "camille.martin@example.org"
const val PASSWORD = "Nuit-calme-sur-la-route-42"

/** Whoever has this token; without one, anybody. */
fun <T : ApiClient> T.asking(token: String?): T = apply { accessTokenProvider = { token } }

fun signIn(hub: String, email: String, password: String): String =
    SignInApi(hub).signIn(Credentials(email, password)).accessToken

fun machine(hub: String, id: String, secret: String): String {
    val basic = SignInApi(hub).apply { userCredentialsProvider = { id to secret } }
    return basic.issueToken("client_credentials").accessToken
}

/** The problem that an operation answers with. */
fun refused(status: Int, call: () -> Any): Problem {
    try {
        call()
    } catch (refusal: ClientException) {
        same("status", refusal.statusCode, status)
        return Serializer.kotlinxSerializationJson.decodeFromString((refusal.response as ClientError<*>).body as String)
    }
    throw AssertionError("that was to be refused")
}

fun same(what: String, found: Any?, wanted: Any) {
    if (found != wanted) throw AssertionError("$what is $found, not $wanted")
}

fun <T : Any> until(what: String, find: () -> T?): T {
    repeat(100) {
        find()?.let { return it }
        Thread.sleep(100)
    }
    throw AssertionError("$what did not come")
}

/** The ETag that a decision must name. */
fun version(read: ApiResponse<*>): String = read.headers.getValue("etag").single()

fun main(arguments: Array<String>) {
    val (hub, samples) = arguments
    val today = LocalDate.now()

    // What is not known is left out: the hub refuses `null`.
    Serializer.kotlinxSerializationJsonConfiguration = { explicitNulls = false }

    // Camille asks for an account. With two faults in it, it is refused, and a problem says where they are.
    val registration = RegistrationBody(
        profile = ProfileKind.individual,
        email = EMAIL,
        phone = "+33612345678",
        language = Language.fr,
        surname = "Martin",
        firstNames = "Camille Jeanne",
        birthDate = "1988-04-17",
        birthPlace = "Lyon",
        birthCountry = "FR",
        address = AddressInput("12 rue de la République", postalCode = "69001", city = "Lyon", country = "FR"),
        licence = LicenceInput(
            country = "FR",
            number = "13AA00002",
            categories = listOf(LicenceCategory.C, LicenceCategory.CE),
            issuedOn = LocalDate.parse("2013-10-02"),
            expiresOn = LocalDate.parse("2028-10-02"),
        ),
        consents = Consents(
            privacyPolicy = true,
            generalConditions = true,
            dataAccuracy = true,
            electronicCommunication = true,
        ),
    )
    val accounts = AccountsApi(hub)
    val invalid = refused(422) { accounts.registerAccount(registration.copy(email = "camille", phone = "12")) }
    same("code", invalid.code, ProblemCode.invalid)
    same("pointers", invalid.errors?.map { it.pointer }, listOf("/email", "/phone"))

    val account = accounts.registerAccount(registration).id

    // An agent approves it, and a mail brings a link to choose a password.
    val agent = BackOfficeApi(hub).asking(signIn(hub, "agent@example.org", "Sandbox-agent-2026!"))
    val seen = version(agent.getAccountForReviewWithHttpInfo(account, null, null))
    same("stage", agent.approveAccount(account, seen).stage, AccountStage.awaiting_password)

    val token = until("the mail") {
        SandboxApi(hub).listSandboxMessages(to = EMAIL).items
            .flatMap { it.links }
            .firstOrNull { it.rel == LinkRel.choose_password }?.token
    }
    SignInApi(hub).choosePassword(token, ChosenPassword(PASSWORD, PASSWORD, birthDate = "1988-04-17"))
    val driver = signIn(hub, EMAIL, PASSWORD)

    // The training centre posts an attestation; it earns Camille a certificate for four months.
    val centre = AttestationsApi(hub).asking(machine(hub, "abskill-lyon", "sandbox-centre-secret"))
    val attestation = AttestationBody(
        externalReference = "README-1",
        type = TrainingType.fco,
        sector = Sector.goods,
        hours = 35,
        startedOn = today.minusDays(4),
        endedOn = today,
        deliveredOn = today,
        place = "Lyon",
        previousExpiresOn = today.plusDays(200),
        driver = AttestedDriverInput(
            surname = "MARTIN",
            firstNames = "Camille",
            birthDate = "1988-04-17",
            licence = AttestedLicenceInput(country = "FR", number = "13AA00002"),
        ),
    )
    val posted = centre.postAttestation(attestation, idempotencyKey = "README-1")
    same("status", posted.status, AttestationStage.matched)
    same("trainings", TrainingsApi(hub).asking(driver).listTrainings().items.size, 1)
    val certificates = CertificatesApi(hub).asking(driver)
    val certificate = certificates.listCertificates().items.first().id
    val pdf: File = until("the certificate") {
        try {
            certificates.getCertificatePaper(certificate)
        } catch (later: ServerException) { // 503 with Retry-After until it is printed
            same("status", later.statusCode, 503)
            null
        }
    }
    same("PDF", pdf.inputStream().use { String(it.readNBytes(4)) }, "%PDF")

    // Camille asks for the card: five documents, an address, and the recapitulation is validated.
    val cases = CasesApi(hub).asking(driver)
    val file = cases.openCase(CaseBody(OpenKind.cqc)).id
    val early = refused(409) { cases.submitCase(file) }
    same("code", early.code, ProblemCode.incomplete)
    val documents = mapOf(
        DocumentType.identity_document to "identity-document.pdf",
        DocumentType.licence_front to "licence-front.jpg",
        DocumentType.licence_back to "licence-back.jpg",
        DocumentType.photo to "photo.png",
        DocumentType.signature to "signature.png",
    )
    for ((type, name) in documents) {
        same("type", cases.uploadCaseDocument(file, type, File(samples, name)).type, type)
    }
    cases.putCaseDeliveryAddress(file, AddressBody("12 rue de la République", "69001", "Lyon", "FR"))
    same("stage", cases.submitCase(file).stage, CaseStage.submitted)

    // The agent takes the case and approves it.
    agent.assignCase(file, version(agent.getBackOfficeCaseWithHttpInfo(file, null, null)))
    agent.approveCase(file, version(agent.getBackOfficeCaseWithHttpInfo(file, null, null)))

    // The card is made, posted, received and activated.
    val factory = ProductionApi(hub).asking(machine(hub, "card-factory", "sandbox-production-secret"))
    val queued = ProductionOrderStage.queued
    val order = factory.listProductionOrders(queued).items.first().id
    same("stage", factory.startProductionOrder(order).stage, ProductionOrderStage.started)
    val parcel = Parcel("6A00012345678", OffsetDateTime.now())
    same("stage", factory.shipProductionOrder(order, parcel).stage, ProductionOrderStage.shipped)
    val cards = CardsApi(hub).asking(driver)
    val activated = cards.activateCard(cards.listCards().items.first().id)
    same("stage", activated.stage, CardStage.active)
    println("the card is active; it can still: ${activated.actions}")
}
