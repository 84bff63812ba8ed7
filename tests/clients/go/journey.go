// The README's journey with the client that openapi-generator (`-g go`) makes of openapi.yaml.
package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"example.org/cqchub"
)

var (
	hub     *cqchub.APIClient
	samples = os.Args[2]
	anybody = context.Background()
)

const (
	email    = "camille.martin@example.org"
	password = "Nuit-calme-sur-la-route-42"
)

// good gives what was asked for. Everything else is a problem.
func good[T any](found T, _ *http.Response, err error) T {
	if err != nil {
		panic(describe(err))
	}
	return found
}

// refused gives the problem that an operation has answered with.
func refused[T any](_ T, response *http.Response, err error) (int, cqchub.Problem) {
	var failure *cqchub.GenericOpenAPIError
	if !errors.As(err, &failure) {
		panic("that was to be refused")
	}
	problem, ok := failure.Model().(cqchub.Problem)
	if !ok {
		panic(describe(err))
	}
	return response.StatusCode, problem
}

func describe(err error) string {
	var failure *cqchub.GenericOpenAPIError
	if errors.As(err, &failure) {
		return fmt.Sprintf("%v: %s", err, failure.Body())
	}
	return err.Error()
}

func same[T comparable](what string, found, wanted T) {
	if found != wanted {
		panic(fmt.Sprintf("%s is %v, not %v", what, found, wanted))
	}
}

func until[T any](what string, find func() (T, bool)) T {
	for tries := 0; tries < 100; tries++ {
		if found, ok := find(); ok {
			return found
		}
		time.Sleep(100 * time.Millisecond)
	}
	panic(what + " did not come")
}

// bearer says who asks: every operation takes it as its context.
func bearer(token string) context.Context {
	return context.WithValue(anybody, cqchub.ContextAccessToken, token)
}

func signIn(email, password string) context.Context {
	pair := good(hub.SignInAPI.SignIn(anybody).Credentials(*cqchub.NewCredentials(email, password)).Execute())
	return bearer(pair.AccessToken)
}

func machine(id, secret string) context.Context {
	basic := context.WithValue(anybody, cqchub.ContextBasicAuth, cqchub.BasicAuth{UserName: id, Password: secret})
	return bearer(good(hub.SignInAPI.IssueToken(basic).GrantType("client_credentials").Execute()).AccessToken)
}

func day(offset int) string {
	return time.Now().AddDate(0, 0, offset).Format("2006-01-02")
}

func main() {
	settings := cqchub.NewConfiguration()
	settings.Servers = cqchub.ServerConfigurations{{URL: os.Args[1]}}
	hub = cqchub.NewAPIClient(settings)

	// Camille asks for an account.
	home := cqchub.NewAddressInput("12 rue de la République", "69001", "Lyon", "FR")
	licence := cqchub.NewLicenceInput("FR", []cqchub.LicenceCategory{"C", "CE"})
	licence.SetNumber("13AA00002")
	licence.SetIssuedOn("2013-10-02")
	licence.SetExpiresOn("2028-10-02")
	consents := cqchub.NewConsents(true, true, true, true)
	registration := cqchub.NewRegistrationBody(cqchub.PROFILEKIND_INDIVIDUAL, email, "Martin", "Camille Jeanne",
		"1988-04-17", "Lyon", "FR", *home, *licence, *consents)
	registration.SetPhone("+33612345678")
	registration.SetLanguage(cqchub.LANGUAGE_FR)

	// With two faults in it, it is refused, and a problem says where they are.
	faulty := *registration
	faulty.Email = "camille"
	faulty.SetPhone("12")
	status, problem := refused(hub.AccountsAPI.RegisterAccount(anybody).RegistrationBody(faulty).Execute())
	same("status", status, http.StatusUnprocessableEntity)
	same("code", problem.Code, cqchub.PROBLEMCODE_INVALID)
	var pointers []string
	for _, fault := range problem.Errors {
		pointers = append(pointers, fault.GetPointer())
	}
	same("pointers", strings.Join(pointers, " "), "/email /phone")

	account := good(hub.AccountsAPI.RegisterAccount(anybody).RegistrationBody(*registration).Execute()).Id

	// An agent approves it, and a mail brings a link to choose a password.
	agent := signIn("agent@example.org", "Sandbox-agent-2026!")
	_, seen, err := hub.BackOfficeAPI.GetAccountForReview(agent, account).Execute()
	good(seen, seen, err)
	approve := hub.BackOfficeAPI.ApproveAccount(agent, account).IfMatch(seen.Header.Get("ETag"))
	same("stage", good(approve.Execute()).Stage, cqchub.ACCOUNTSTAGE_AWAITING_PASSWORD)

	token := until("the mail", func() (string, bool) {
		for _, mail := range good(hub.SandboxAPI.ListSandboxMessages(anybody).To(email).Execute()).Items {
			for _, link := range mail.Links {
				if link.Rel == cqchub.LINKREL_CHOOSE_PASSWORD {
					return link.GetToken(), true
				}
			}
		}
		return "", false
	})
	chosen := cqchub.NewChosenPassword(password, password)
	chosen.SetBirthDate("1988-04-17")
	response, err := hub.SignInAPI.ChoosePassword(anybody, token).ChosenPassword(*chosen).Execute()
	good(token, response, err)
	driver := signIn(email, password)

	// The training centre posts an attestation; it earns Camille a certificate for four months.
	centre := machine("abskill-lyon", "sandbox-centre-secret")
	attested := cqchub.NewAttestedDriverInput("MARTIN", "Camille", "1988-04-17", *cqchub.NewAttestedLicenceInput("FR"))
	attested.Licence.SetNumber("13AA00002")
	attestation := cqchub.NewAttestationBody("README-1", cqchub.TRAININGTYPE_FCO, cqchub.SECTOR_GOODS,
		day(-4), day(0), day(0), "Lyon", *attested)
	attestation.SetHours(35)
	attestation.SetPreviousExpiresOn(day(200))
	post := hub.AttestationsAPI.PostAttestation(centre).AttestationBody(*attestation).IdempotencyKey("README-1")
	same("status", good(post.Execute()).Status, cqchub.ATTESTATIONSTAGE_MATCHED)
	same("trainings", len(good(hub.TrainingsAPI.ListTrainings(driver).Execute()).Items), 1)
	certificate := good(hub.CertificatesAPI.ListCertificates(driver).Execute()).Items[0].Id
	pdf := until("the certificate", func() (*os.File, bool) {
		file, response, err := hub.CertificatesAPI.GetCertificatePaper(driver, certificate).Execute()
		if response != nil && response.StatusCode == http.StatusServiceUnavailable {
			return nil, false // with Retry-After until it is printed
		}
		return good(file, response, err), true
	})
	start := make([]byte, 4)
	if _, err := pdf.Read(start); err != nil {
		panic(err)
	}
	same("PDF", string(start), "%PDF")

	// Camille asks for the card: five documents, an address, and the recapitulation is validated.
	file := good(hub.CasesAPI.OpenCase(driver).CaseBody(*cqchub.NewCaseBody(cqchub.OPENKIND_CQC)).Execute()).Id
	status, problem = refused(hub.CasesAPI.SubmitCase(driver, file).Execute())
	same("status", status, http.StatusConflict)
	same("code", problem.Code, cqchub.PROBLEMCODE_INCOMPLETE)
	for kind, name := range map[cqchub.DocumentType]string{
		cqchub.DOCUMENTTYPE_IDENTITY_DOCUMENT: "identity-document.pdf",
		cqchub.DOCUMENTTYPE_LICENCE_FRONT:     "licence-front.jpg",
		cqchub.DOCUMENTTYPE_LICENCE_BACK:      "licence-back.jpg",
		cqchub.DOCUMENTTYPE_PHOTO:             "photo.png",
		cqchub.DOCUMENTTYPE_SIGNATURE:         "signature.png",
	} {
		sample, err := os.Open(filepath.Join(samples, name))
		if err != nil {
			panic(err)
		}
		upload := hub.CasesAPI.UploadCaseDocument(driver, file).Type_(kind).File(sample)
		same("type", good(upload.Execute()).Type, kind)
	}
	address := cqchub.NewAddressBody(home.Line1, home.PostalCode, home.City, home.Country)
	good(hub.CasesAPI.PutCaseDeliveryAddress(driver, file).AddressBody(*address).Execute())
	same("stage", good(hub.CasesAPI.SubmitCase(driver, file).Execute()).Stage, cqchub.CASESTAGE_SUBMITTED)

	// The agent takes the case and approves it.
	version := func() string {
		_, seen, err := hub.BackOfficeAPI.GetBackOfficeCase(agent, file).Execute()
		return good(seen, seen, err).Header.Get("ETag")
	}
	// A body that may be left out is to be given all the same: the client would send `null`, which the hub refuses.
	nobody := cqchub.NewAssignment()
	good(hub.BackOfficeAPI.AssignCase(agent, file).Assignment(*nobody).IfMatch(version()).Execute())
	good(hub.BackOfficeAPI.ApproveCase(agent, file).IfMatch(version()).Execute())

	// The card is made, posted, received and activated.
	factory := machine("card-factory", "sandbox-production-secret")
	order := good(hub.ProductionAPI.ListProductionOrders(factory).Status("queued").Execute()).Items[0].Id
	started := good(hub.ProductionAPI.StartProductionOrder(factory, order).Execute())
	same("stage", started.Stage, cqchub.PRODUCTIONORDERSTAGE_STARTED)
	parcel := cqchub.NewParcel("6A00012345678")
	parcel.SetShippedAt(time.Now())
	shipped := good(hub.ProductionAPI.ShipProductionOrder(factory, order).Parcel(*parcel).Execute())
	same("stage", shipped.Stage, cqchub.PRODUCTIONORDERSTAGE_SHIPPED)
	card := good(hub.CardsAPI.ListCards(driver).Execute()).Items[0].Id
	activated := good(hub.CardsAPI.ActivateCard(driver, card).Execute())
	same("stage", activated.Stage, cqchub.CARDSTAGE_ACTIVE)
	fmt.Println("the card is active; it can still:", activated.Actions)
}
