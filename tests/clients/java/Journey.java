// The README's journey with the client that openapi-generator (`-g java --library native`) makes of openapi.yaml.

import cqchub.ApiClient;
import cqchub.ApiException;
import cqchub.ApiResponse;
import cqchub.api.*;
import cqchub.model.*;
import java.io.File;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

public class Journey {
    static String hub;
    static final String EMAIL = "camille.martin@example.org";
    static final String PASSWORD = "Nuit-calme-sur-la-route-42";
    static final LocalDate TODAY = LocalDate.now();

    interface Call<T> {
        T get() throws Exception;
    }

    /** A client that says who it is; without a header, anybody. */
    static ApiClient client(String authorization) {
        var client = new ApiClient();
        client.updateBaseUri(hub);
        // Without TLS, Java offers HTTP/2 by a header at which the hub closes the connection.
        client.setHttpClientBuilder(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1));
        if (authorization != null) {
            client.setRequestInterceptor(request -> request.header("Authorization", authorization));
        }
        return client;
    }

    static ApiClient signIn(String email, String password) throws ApiException {
        var credentials = new Credentials().email(email).password(password);
        return client("Bearer " + new SignInApi(client(null)).signIn(credentials, null).getAccessToken());
    }

    static ApiClient machine(String id, String secret) throws ApiException {
        var pair = (id + ":" + secret).getBytes(StandardCharsets.UTF_8);
        var basic = client("Basic " + Base64.getEncoder().encodeToString(pair));
        var token = new SignInApi(basic).issueToken("client_credentials", null, null);
        return client("Bearer " + token.getAccessToken());
    }

    /** The problem that an operation answers with. */
    static Problem refused(int status, Call<?> call) throws Exception {
        try {
            call.get();
        } catch (ApiException refusal) {
            same("status", refusal.getCode(), status);
            return new ApiClient().getObjectMapper().readValue(refusal.getResponseBody(), Problem.class);
        }
        throw new AssertionError("that was to be refused");
    }

    static void same(String what, Object found, Object wanted) {
        if (!wanted.equals(found)) {
            throw new AssertionError(what + " is " + found + ", not " + wanted);
        }
    }

    static <T> T until(String what, Call<Optional<T>> find) throws Exception {
        for (int tries = 0; tries < 100; tries++) {
            var found = find.get();
            if (found.isPresent()) {
                return found.get();
            }
            Thread.sleep(100);
        }
        throw new AssertionError(what + " did not come");
    }

    /** The ETag that a decision must name. */
    static String version(ApiResponse<?> read) {
        return read.getHeaders().get("etag").get(0);
    }

    static RegistrationBody registration() {
        return new RegistrationBody()
                .profile(ProfileKind.INDIVIDUAL)
                .email(EMAIL)
                .phone("+33612345678")
                .language(Language.FR)
                .surname("Martin")
                .firstNames("Camille Jeanne")
                .birthDate("1988-04-17")
                .birthPlace("Lyon")
                .birthCountry("FR")
                .address(new AddressInput()
                        .line1("12 rue de la République").postalCode("69001").city("Lyon").country("FR"))
                .licence(new LicenceInput()
                        .country("FR")
                        .number("13AA00002")
                        .categories(List.of(LicenceCategory.C, LicenceCategory.CE))
                        .issuedOn(LocalDate.parse("2013-10-02"))
                        .expiresOn(LocalDate.parse("2028-10-02")))
                .consents(new Consents()
                        .privacyPolicy(true)
                        .generalConditions(true)
                        .dataAccuracy(true)
                        .electronicCommunication(true));
    }

    public static void main(String[] arguments) throws Exception {
        hub = arguments[0];
        var samples = Path.of(arguments[1]);

        // Camille asks for an account. With two faults in it, it is refused, and a problem says where they are.
        var accounts = new AccountsApi(client(null));
        var faulty = registration().email("camille").phone("12");
        var invalid = refused(422, () -> accounts.registerAccount(faulty, null, null));
        same("code", invalid.getCode(), ProblemCode.INVALID);
        same("pointers", invalid.getErrors().stream().map(ProblemError::getPointer).toList(),
                List.of("/email", "/phone"));

        UUID account = accounts.registerAccount(registration(), null, null).getId();

        // An agent approves it, and a mail brings a link to choose a password.
        var agent = new BackOfficeApi(signIn("agent@example.org", "Sandbox-agent-2026!"));
        var seen = version(agent.getAccountForReviewWithHttpInfo(account, null, null));
        var approved = agent.approveAccount(account, seen, null, null);
        same("stage", approved.getStage(), AccountStage.AWAITING_PASSWORD);

        var mailbox = new SandboxApi(client(null));
        String token = until("the mail", () -> mailbox.listSandboxMessages(EMAIL, null, null, null).getItems().stream()
                .flatMap(mail -> mail.getLinks().stream())
                .filter(link -> link.getRel() == LinkRel.CHOOSE_PASSWORD)
                .map(SandboxLink::getToken)
                .findFirst());
        var chosen = new ChosenPassword()
                .password(PASSWORD).passwordConfirmation(PASSWORD).birthDate("1988-04-17");
        new SignInApi(client(null)).choosePassword(token, chosen, null);
        var driver = signIn(EMAIL, PASSWORD);

        // The training centre posts an attestation; it earns Camille a certificate for four months.
        var centre = new AttestationsApi(machine("abskill-lyon", "sandbox-centre-secret"));
        var attestation = new AttestationBody()
                .externalReference("README-1")
                .type(TrainingType.FCO)
                .sector(Sector.GOODS)
                .hours(35)
                .startedOn(TODAY.minusDays(4))
                .endedOn(TODAY)
                .deliveredOn(TODAY)
                .place("Lyon")
                .previousExpiresOn(TODAY.plusDays(200))
                .driver(new AttestedDriverInput()
                        .surname("MARTIN")
                        .firstNames("Camille")
                        .birthDate("1988-04-17")
                        .licence(new AttestedLicenceInput().country("FR").number("13AA00002")));
        var posted = centre.postAttestation(attestation, null, "README-1");
        same("status", posted.getStatus(), AttestationStage.MATCHED);
        same("trainings", new TrainingsApi(driver).listTrainings(null, null, null, null).getItems().size(), 1);
        var certificates = new CertificatesApi(driver);
        UUID certificate = certificates.listCertificates(null, null, null).getItems().get(0).getId();
        File pdf = until("the certificate", () -> {
            try {
                return Optional.of(certificates.getCertificatePaper(certificate, null, null, null, null));
            } catch (ApiException later) { // 503 with Retry-After until it is printed
                same("status", later.getCode(), 503);
                return Optional.empty();
            }
        });
        try (var bytes = new java.io.FileInputStream(pdf)) {
            same("PDF", new String(bytes.readNBytes(4), StandardCharsets.US_ASCII), "%PDF");
        }

        // Camille asks for the card: five documents, an address, and the recapitulation is validated.
        var cases = new CasesApi(driver);
        UUID file = cases.openCase(new CaseBody().kind(OpenKind.CQC), null, null).getId();
        var early = refused(409, () -> cases.submitCase(file, null, null, null));
        same("code", early.getCode(), ProblemCode.INCOMPLETE);
        var documents = Map.of(
                DocumentType.IDENTITY_DOCUMENT, "identity-document.pdf",
                DocumentType.LICENCE_FRONT, "licence-front.jpg",
                DocumentType.LICENCE_BACK, "licence-back.jpg",
                DocumentType.PHOTO, "photo.png",
                DocumentType.SIGNATURE, "signature.png");
        for (var document : documents.entrySet()) {
            var sample = samples.resolve(document.getValue()).toFile();
            var uploaded = cases.uploadCaseDocument(file, document.getKey(), sample, null, null, null);
            same("type", uploaded.getType(), document.getKey());
        }
        var home = new AddressBody().line1("12 rue de la République").postalCode("69001").city("Lyon").country("FR");
        cases.putCaseDeliveryAddress(file, home, null, null);
        same("stage", cases.submitCase(file, null, null, null).getStage(), CaseStage.SUBMITTED);

        // The agent takes the case and approves it.
        seen = version(agent.getBackOfficeCaseWithHttpInfo(file, null, null));
        // A body that may be left out is to be given all the same: the client would send `null`, which the hub refuses.
        agent.assignCase(file, seen, null, null, new Assignment());
        seen = version(agent.getBackOfficeCaseWithHttpInfo(file, null, null));
        agent.approveCase(file, seen, null, null);

        // The card is made, posted, received and activated.
        var factory = new ProductionApi(machine("card-factory", "sandbox-production-secret"));
        UUID order = factory.listProductionOrders(ProductionOrderStage.QUEUED, null, null, null).getItems().get(0).getId();
        var started = factory.startProductionOrder(order, null, null, null);
        same("stage", started.getStage(), ProductionOrderStage.STARTED);
        var parcel = new Parcel().trackingNumber("6A00012345678").shippedAt(OffsetDateTime.now());
        var shipped = factory.shipProductionOrder(order, parcel, null, null, null);
        same("stage", shipped.getStage(), ProductionOrderStage.SHIPPED);
        var cards = new CardsApi(driver);
        UUID card = cards.listCards(null, null, null).getItems().get(0).getId();
        var activated = cards.activateCard(card, null, null, null);
        same("stage", activated.getStage(), CardStage.ACTIVE);
        System.out.println("the card is active; it can still: " + activated.getActions());
    }
}
